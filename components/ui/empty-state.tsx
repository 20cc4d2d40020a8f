import type { ReactNode } from 'react';

/** Nothing here yet, or nothing that matches: one sentence, one button. */
export function EmptyState({
  title,
  hint,
  action,
  figure,
  isPage = false,
}: {
  title: ReactNode;
  hint?: ReactNode;
  action?: ReactNode;
  figure?: ReactNode;
  /** It is all there is on the page: its title is the page's. */
  isPage?: boolean;
}) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
      {figure}
      <Title className="text-base [text-wrap:balance]">{title}</Title>
      {hint === undefined ? null : <p className="text-ink-3 [text-wrap:balance]">{hint}</p>}
      {action === undefined ? null : <div className="mt-1 flex gap-2">{action}</div>}
    </div>
  );
}
