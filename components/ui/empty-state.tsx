import type { ReactNode } from 'react';

/** Nothing here yet, or nothing that matches: one sentence, one button. */
export function EmptyState({
  title,
  hint,
  action,
  figure,
}: {
  title: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
  figure?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
      {figure}
      <h2 className="[text-wrap:balance]">{title}</h2>
      {hint === undefined ? null : <p className="text-ink-3 [text-wrap:balance]">{hint}</p>}
      {action === undefined ? null : <div className="mt-1 flex gap-2">{action}</div>}
    </div>
  );
}
