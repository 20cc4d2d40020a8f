import { cn } from '#components/ui/cn.ts';

const HEIGHT = { xs: 'h-(--size-strip-sm) rounded-xs', md: 'h-(--size-strip) rounded-[3px]' };

/** Dotted slate: who gets what is decided by rules, so that no length says it. */
export function RulesStrip({ size, label }: { size: keyof typeof HEIGHT; label: string }) {
  return (
    <div
      role="img"
      aria-label={label}
      className={cn('overflow-hidden', HEIGHT[size])}
      style={{ background: 'var(--hatch-rules)' }}
    />
  );
}
