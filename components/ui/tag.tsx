import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export function Tag({
  tone = 'grey',
  isCode,
  children,
}: {
  tone?: 'grey' | 'blue';
  isCode?: boolean;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center whitespace-nowrap rounded-sm px-1.5 font-normal text-xs',
        tone === 'blue' ? 'bg-primary-soft text-primary' : 'bg-off-soft text-ink-2',
        isCode && 'font-mono',
      )}
    >
      {children}
    </span>
  );
}
