'use client';
import { Controller } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useDeployFields } from '#components/versions/new-version/form.ts';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import { PortField } from '#components/versions/spec-form/port-field.tsx';
import { SourceFields } from '#components/versions/spec-form/source-fields.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 基础配置. */
export function BasicSection({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  const { register, errorOf } = useDeployFields();
  return (
    <PanelSection title={t('basics')}>
      <SourceFields facts={facts} />
      <PortField />
      <TrafficField live={facts.live} />
      <TextField
        {...register('remark')}
        layout="row"
        label={t('remark')}
        error={errorOf('remark')}
        placeholder={t('remarkPlaceholder')}
        autoComplete="off"
      />
    </PanelSection>
  );
}

/** 流量策略 (S0-6, S0-7): each choice says what it does to those who serve now. */
function TrafficField({ live }: { live: readonly VersionView[] }) {
  const t = useTranslations('newVersion');
  const { control, errorOf } = useDeployFields();
  const isFirst = live.length === 0;
  const names = live.map((version) => version.name).join(t('nameComma'));
  return (
    <Field layout="row" label={t('strategy')} error={errorOf('trafficStrategy')}>
      <Controller
        control={control}
        name="trafficStrategy"
        render={({ field }) => (
          <ChoiceCards
            value={field.value}
            onChange={field.onChange}
            choices={[
              {
                value: 'keep-zero',
                label: t('keepZero'),
                consequence: isFirst ? t('keepZeroFirst') : t('keepZeroResult'),
              },
              {
                value: 'full',
                label: t('full'),
                consequence: isFirst ? t('fullFirst') : t('fullResult', { names }),
              },
            ]}
          />
        )}
      />
    </Field>
  );
}
