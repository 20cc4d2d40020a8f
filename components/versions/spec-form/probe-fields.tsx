'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { CommandField } from '#components/versions/spec-form/command-field.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import type { SpecInput } from '#server/domain/spec.ts';

type Probe = SpecInput['probe'];

const EMPTY = {
  tcp: { kind: 'tcp' },
  http: { kind: 'http', path: '/' },
  exec: { kind: 'exec', command: [] },
} satisfies Record<Probe['kind'], Probe>;

/** 健康检查: TCP, HTTP, or a command inside the instance. */
export function ProbeFields() {
  const t = useTranslations('specForm');
  const { control, setValue } = useFields();
  const kind = useWatch({ control, name: 'spec.probe.kind' });
  return (
    <>
      <Field layout="row" label={t('probe')} hint={kind === 'tcp' ? t('probeTcpHint') : undefined}>
        <Segmented
          value={kind}
          onChange={(next) => setValue('spec.probe', EMPTY[next], { shouldDirty: true })}
          options={[
            { value: 'tcp', label: t('probeTcp') },
            { value: 'http', label: t('probeHttp') },
            { value: 'exec', label: t('probeExec') },
          ]}
        />
      </Field>
      {kind === 'http' ? <ProbePath /> : null}
      {kind === 'exec' ? <ProbeCommand /> : null}
    </>
  );
}

function ProbePath() {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <TextField
      {...register('spec.probe.path')}
      layout="row"
      label={t('probePath')}
      hint={t('probePathHint')}
      error={errorAt('spec.probe.path')}
      inputClassName="font-mono text-xs"
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function ProbeCommand() {
  const t = useTranslations('specForm');
  return <CommandField name="spec.probe.command" label={t('probeCommand')} hint={t('probeCommandHint')} />;
}
