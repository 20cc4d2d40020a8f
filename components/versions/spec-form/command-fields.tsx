'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { CommandField } from '#components/versions/spec-form/command-field.tsx';
import { commandTruth } from '#components/versions/spec-form/command-truth.ts';
import { useFields } from '#components/versions/spec-form/form.ts';

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
