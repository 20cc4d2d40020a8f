'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';

/** A grey bar of the coming text's size; appears after 200 ms, so that quick answers do not flicker. */
export function Skeleton({ width, className }: { width?: number; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('skeleton inline-block h-3 max-w-full rounded-sm align-middle', className)}
      style={width === undefined ? undefined : { width }}
    />
  );
}

/** A table of the final size: its heads in words, its rows in bars. `widths` of the bars, one a column. */
export function TableSkeleton({
  heads,
  widths,
  rows,
}: {
  heads: readonly string[];
  widths: readonly number[];
  rows: number;
}) {
  const t = useTranslations('common');
  return (
    <Table aria-busy="true" aria-label={t('loading')}>
      <thead>
        <tr>
          {heads.map((head) => (
            <Th key={head}>{head}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike
          <Tr key={row}>
            {heads.map((head, column) => (
              <Td key={head}>
                <Skeleton width={(widths[column] ?? 72) * (1 - ((row * 17) % 40) / 100)} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
