'use client';
import { useTranslations } from 'use-intl/react';
import { rulesOf } from '#components/traffic/rules-of.ts';
import { RulesStrip } from '#components/ui/rules-strip.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { versionDigits } from '#server/domain/naming.ts';

/** The traffic of a service by rules, in the two lines of a table row. */
export function RulesCell({ service }: { service: ServiceView }) {
  const t = useTranslations('traffic');
  const { count, defaultNumber } = rulesOf(service.serving);
  const name = versionDigits(defaultNumber ?? 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex justify-between gap-2 whitespace-nowrap text-ink-2 text-xs leading-[14px]">
        <span>{t('byRules')}</span>
        <span className="truncate text-ink-3">{t('rulesNote', { count, name })}</span>
      </div>
      <RulesStrip size="xs" label={t('rulesStrip', { name })} />
    </div>
  );
}
