import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';

/** One sentence beside its cause: a refusal (announced), or what is worth knowing. */
export function Notice({
  kind,
  children,
  className,
}: {
  kind: 'fail' | 'note';
  children: ReactNode;
  className?: string;
}) {
  return (
    <p
      role={kind === 'fail' ? 'alert' : undefined}
      className={cn(
        'flex items-start gap-2 text-sm',
        kind === 'fail' ? 'text-fail' : 'text-ink-3',
        className,
      )}
    >
      <StatusIcon kind={kind === 'fail' ? 'fail' : 'off'} className="mt-[3px]" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
