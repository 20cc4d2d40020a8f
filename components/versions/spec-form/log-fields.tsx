'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { STDOUT } from '#server/domain/collection-path.ts';
import type { SpecInput } from '#server/domain/spec.ts';

/** 日志采集类型, and what 自定义 asks for besides (S3-25, S4-6). */
export function LogFields() {
  const t = useTranslations('specForm');
  const words = useTranslations('spec');
  const { control, setValue, clearErrors } = useFields();
  const type = useWatch({ control, name: 'spec.logType' });

  /** What is out of view may not stand against the form. */
  function change(next: SpecInput['logType']): void {
    setValue('spec.logType', next, { shouldDirty: true });
    if (next === 'custom') return;
    setValue('spec.logPath', STDOUT);
    setValue('spec.logSet', '');
    setValue('spec.logTopic', '');
    clearErrors(['spec.logPath', 'spec.logSet', 'spec.logTopic']);
  }

  return (
    <>
      <FieldGroup label={t('logType')}>
        <ChoiceCards
          aria-label={t('logType')}
          value={type}
          onChange={change}
          choices={[
            { value: 'none', label: words('logNone'), consequence: t('logNoneHint') },
            { value: 'default', label: words('logDefault'), consequence: t('logDefaultHint') },
            { value: 'custom', label: words('logCustom'), consequence: t('logCustomHint') },
          ]}
        />
      </FieldGroup>
      {type === 'custom' ? <CustomFields /> : null}
    </>
  );
}

function CustomFields() {
  const t = useTranslations('specForm');
  const words = useTranslations('spec');
  const { control, setValue } = useFields();
  const format = useWatch({ control, name: 'spec.logFormat' });
  return (
    <>
      <LogField name="logPath" hint={t('logPathHint')} isCode />
      <Field layout="row" label={t('logFormat')} hint={t(format === 'json' ? 'logJsonHint' : 'logLineHint')}>
        <Segmented
          value={format}
          onChange={(next) => setValue('spec.logFormat', next, { shouldDirty: true })}
          options={[
            { value: 'json', label: words('logJson') },
            { value: 'line', label: words('logLine') },
          ]}
        />
      </Field>
      <LogField name="logSet" />
      <LogField name="logTopic" hint={t('logLabelsHint')} />
    </>
  );
}

type LogFieldProps = { name: 'logPath' | 'logSet' | 'logTopic'; hint?: string; isCode?: boolean };

function LogField({ name, hint, isCode = false }: LogFieldProps) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <TextField
      {...register(`spec.${name}`)}
      layout="row"
      label={t(name)}
      hint={hint}
      error={errorAt(`spec.${name}`)}
      inputClassName={isCode ? 'font-mono text-xs' : undefined}
      autoComplete="off"
      spellCheck={false}
      boxClassName="w-64 phone:w-full"
    />
  );
}
