import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { type Series, seriesColor } from '#components/ui/series.ts';

/** A version's name with its swatch; without traffic the swatch's place stays empty. */
export function VersionName({
  series,
  children,
  className,
}: {
  series?: Series | undefined;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn('inline-flex items-center gap-2 whitespace-nowrap text-ink', className)}>
      <Swatch series={series} />
      {children}
    </span>
  );
}

export function Swatch({ series }: { series?: Series | undefined }) {
  return (
    <i
      className="size-2 flex-none rounded-xs"
      style={series === undefined ? undefined : { background: seriesColor(series) }}
    />
  );
}
