'use client';
import { cn } from '#components/ui/cn.ts';

/** The default domain as one reads it: the service's own part stands out. */
export function ServiceAddress({ url, className }: { url: string; className?: string }) {
  const { host } = new URL(url);
  const dot = host.indexOf('.');
  return (
    <span className={cn('min-w-0 truncate', className)}>
      <span className="text-ink">{host.slice(0, dot)}</span>
      <span className="text-ink-3">{host.slice(dot)}</span>
    </span>
  );
}
