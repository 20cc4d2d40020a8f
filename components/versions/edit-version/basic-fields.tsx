'use client';
import type { ComponentProps } from 'react';
import { useTranslations } from 'use-intl/react';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { SourceCard } from '#components/versions/edit-version/source-card.tsx';
import { PortField } from '#components/versions/spec-form/port-field.tsx';

/** 基础配置 of a redeploy: the image as it is or staged, and why there is no 流量策略 (S2-12). */
export function BasicFields(source: ComponentProps<typeof SourceCard>) {
  const t = useTranslations('editVersion');
  return (
    <PanelSection title={t('basics')}>
      <SourceCard {...source} />
      <PortField />
      <FieldGroup label={t('strategy')}>
        <p className="text-ink-2 leading-8 phone:leading-6">{t('strategyKept')}</p>
      </FieldGroup>
    </PanelSection>
  );
}
