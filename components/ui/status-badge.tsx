import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon, type StatusKind } from '#components/ui/status-icon.tsx';

type BadgeKind = Exclude<StatusKind, 'todo'>;

type StatusBadgeProps = {
  kind: BadgeKind;
  children: ReactNode;
  /** The pill of page headers, 24 high on its soft colour. */
  isBig?: boolean;
  /** Makes it a button with a dotted underline: opens 错误详情. */
  onOpen?: () => void;
  /** After the word in 12 grey: the cause, or how far it is. */
  why?: ReactNode;
  className?: string;
};

const WORD: Record<BadgeKind, string> = {
  ok: 'text-ink-2',
  busy: 'text-ink-2',
  fail: 'text-fail',
  off: 'text-ink-3',
  paused: 'text-ink-3',
};

const PILL: Record<BadgeKind, string> = {
  ok: 'bg-ok-soft text-ok',
  busy: 'bg-busy-soft text-busy',
  fail: 'bg-fail-soft text-fail',
  off: 'bg-off-soft text-off',
  paused: 'bg-off-soft text-off',
};

/** Icon and word. Red speaks, green is quiet. */
export function StatusBadge({ kind, children, isBig, onOpen, why, className }: StatusBadgeProps) {
  const look = cn(
    'inline-flex items-center gap-1.5 whitespace-nowrap align-top',
    WORD[kind],
    isBig && ['h-6 rounded-sm px-2', PILL[kind]],
    onOpen && 'underline decoration-dotted underline-offset-[3px]',
  );
  const badge =
    onOpen === undefined ? (
      <span className={look}>
        <StatusIcon kind={kind} />
        {children}
      </span>
    ) : (
      <button type="button" className={look} onClick={onOpen}>
        <StatusIcon kind={kind} />
        {children}
      </button>
    );
  if (why === undefined) return <span className={cn('inline-flex', className)}>{badge}</span>;
  return (
    <span className={cn('flex min-w-0 items-center gap-2', className)}>
      {badge}
      <span className="min-w-0 truncate text-ink-3 text-xs">{why}</span>
    </span>
  );
}
