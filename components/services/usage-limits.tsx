'use client';
import { useTranslations } from 'use-intl/react';
import { Fold } from '#components/ui/fold.tsx';

const LIMITS = ['http', 'ip', 'compose', 'waf', 'port', 'stateful'] as const;

/** 使用限制: what is not our job, before somebody builds on it (S3-1 … S3-6). */
export function UsageLimits() {
  const t = useTranslations('services.limits');
  return (
    <div className="-mx-4">
      <Fold title={t('title')} summary={t('summary')}>
        <ul className="grid list-disc gap-1.5 pl-6 text-ink-2 text-sm">
          {LIMITS.map((limit) => (
            <li key={limit}>{t(limit)}</li>
          ))}
        </ul>
      </Fold>
    </div>
  );
}
