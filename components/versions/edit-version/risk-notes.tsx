'use client';
import { useTranslations } from 'use-intl/react';
import { PanelSection } from '#components/ui/panel.tsx';

const RISKS = ['allOrNothing', 'coexist', 'capacity'] as const;

/** 风险说明: always in view before the button (S2-22, S2-23, S2-24). */
export function RiskNotes() {
  const t = useTranslations('editVersion');
  return (
    <PanelSection title={t('risks')}>
      <ol className="grid list-decimal gap-1.5 pl-5 text-ink-2 text-sm">
        {RISKS.map((risk) => (
          <li key={risk}>{t(`risk.${risk}`)}</li>
        ))}
      </ol>
    </PanelSection>
  );
}
