'use client';
import { useTranslations } from 'use-intl/react';
import { LOG_HEIGHT } from '#components/logs/log-view-style.ts';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';

const ROWS = Array.from({ length: 14 }, (_, row) => row);

/** Of the size of the lines to come. */
export function LogSkeleton() {
  const t = useTranslations('logs');
  return (
    <div aria-busy="true" role="status" className={cn('overflow-hidden bg-sunken px-4 py-2', LOG_HEIGHT)}>
      <span className="sr-only">{t('searching')}</span>
      {ROWS.map((row) => (
        <div key={row} className="flex h-[22px] items-center gap-3">
          <Skeleton width={88} />
          <Skeleton width={220 + ((row * 97) % 400)} />
        </div>
      ))}
    </div>
  );
}
