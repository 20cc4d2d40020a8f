'use client';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { commandTruth } from '#components/versions/spec-form/command-truth.ts';
import { useFields } from '#components/versions/spec-form/form.ts';
import { LinesInput } from '#components/versions/spec-form/lines-input.tsx';

/** 启动命令 and 启动参数, with the line of the truth table that holds for what is filled in (console-spec 2.3). */
export function CommandFields() {
  const t = useTranslations('specForm');
  const { control } = useFields();
  const [command, args] = useWatch({ control, name: ['spec.command', 'spec.args'] });
  return (
    <>
      <CommandField name="spec.command" label={t('command')} hint={t('commandHint')} />
      <CommandField name="spec.args" label={t('args')} hint={t('argsHint')} />
      <p role="status" className="ml-28 text-ink-2 text-xs phone:ml-0">
        {t(`start.${commandTruth(command, args)}`)}
      </p>
    </>
  );
}

type CommandFieldProps = { name: 'spec.command' | 'spec.args'; label: string; hint: string };

function CommandField({ name, label, hint }: CommandFieldProps) {
  const { control, errorAt } = useFields();
  return (
    <Field layout="row" label={label} hint={hint} error={errorAt(name) ?? errorAt(`${name}.0`)}>
      <Controller
        control={control}
        name={name}
        render={({ field }) => <LinesInput lines={field.value} onChange={field.onChange} />}
      />
    </Field>
  );
}
