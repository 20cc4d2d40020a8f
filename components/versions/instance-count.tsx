'use client';
import { Moon } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { VersionView } from '#server/api/views/version-view.ts';

type Counted = Pick<VersionView, 'readyInstances' | 'wantedInstances' | 'scaling'>;

/** 2, or 1/2 while some are missing; a moon where it sleeps. */
export function InstanceCount({ version }: { version: Counted }) {
  const t = useTranslations('versions');
  const { readyInstances: ready, wantedInstances: wanted } = version;
  if (isAsleep(version)) {
    return (
      <span className="inline-flex items-center gap-1 text-ink-3" title={t('asleep')}>
        <Moon className="size-3.5" aria-hidden />
        <span className="sr-only">{t('asleep')}</span>
        {ready}
      </span>
    );
  }
  if (ready >= wanted) return ready;
  return (
    <span title={t('readyOf', { ready, wanted })}>
      {ready}
      <span className="text-ink-3">/{wanted}</span>
    </span>
  );
}

/** Nobody asked for it for so long that it has no instance now; the next request wakes it. */
export function isAsleep({ readyInstances, wantedInstances, scaling }: Counted): boolean {
  return wantedInstances === 0 && readyInstances === 0 && scaling?.reason === 'idle';
}
