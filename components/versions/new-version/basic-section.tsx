'use client';
import { Controller } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { PanelSection } from '#components/ui/panel.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { asInteger, useFields } from '#components/versions/new-version/form.ts';
import { ImageFields } from '#components/versions/new-version/image-fields.tsx';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 基础配置. */
export function BasicSection({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  const { register, errorAt } = useFields();
  return (
    <PanelSection title={t('basics')}>
      <FieldGroup label={t('upload')}>
        <span className="text-ink leading-8 phone:leading-7">{t('pull')}</span>
      </FieldGroup>
      <ImageFields images={facts.images} runner={facts.machine?.runner} />
      <TextField
        {...register('spec.port', asInteger)}
        layout="row"
        label={t('port')}
        hint={t('portHint')}
        error={errorAt('spec.port')}
        placeholder={t('portPlaceholder')}
        inputMode="numeric"
        autoComplete="off"
        boxClassName="w-31"
      />
      <TrafficField live={facts.live} />
      <TextField
        {...register('remark')}
        layout="row"
        label={t('remark')}
        error={errorAt('remark')}
        placeholder={t('remarkPlaceholder')}
        autoComplete="off"
      />
    </PanelSection>
  );
}

/** 流量策略 (S0-6, S0-7): each choice says what it does to those who serve now. */
function TrafficField({ live }: { live: readonly VersionView[] }) {
  const t = useTranslations('newVersion');
  const { control } = useFields();
  const isFirst = live.length === 0;
  const names = live.map((version) => version.name).join(t('nameComma'));
  return (
    <Field layout="row" label={t('strategy')}>
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
