'use client';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Field } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { CommandField } from '#components/versions/spec-form/command-field.tsx';
import { asInteger, useFields } from '#components/versions/spec-form/form.ts';
import { type HealthCheck, healthCheckSchema } from '#server/domain/spec.ts';

type HealthName = 'liveness' | 'readiness';

const EMPTY = {
  http: { kind: 'http', path: '/' },
  exec: { kind: 'exec', command: [] },
} satisfies Record<HealthCheck['check']['kind'], HealthCheck['check']>;

const NUMBERS = ['delaySeconds', 'timeoutSeconds', 'periodSeconds', 'failures'] as const;

/** 应用存活探针 and 应用业务探针 (S4-9): what is asked of an instance for as long as it runs. */
export function HealthFields() {
  return (
    <>
      <HealthField name="liveness" />
      <HealthField name="readiness" />
    </>
  );
}

function HealthField({ name }: { name: HealthName }) {
  const t = useTranslations('specForm');
  const { control, setValue } = useFields();
  const health = useWatch({ control, name: `spec.${name}` });
  return (
    <>
      <Field layout="row" label={t(name)} hint={t(`${name}Hint`)}>
        <Segmented
          value={health?.check.kind ?? 'off'}
          onChange={(kind) => setValue(`spec.${name}`, healthOf(kind, health), { shouldDirty: true })}
          options={[
            { value: 'off', label: t('healthOff') },
            { value: 'http', label: t('healthHttp') },
            { value: 'exec', label: t('healthExec') },
          ]}
        />
      </Field>
      {health?.check.kind === 'http' ? <HealthPath name={name} /> : null}
      {health?.check.kind === 'exec' ? (
        <CommandField
          name={`spec.${name}.check.command`}
          label={t('probeCommand')}
          hint={t('healthCommandHint')}
        />
      ) : null}
      {health ? <HealthNumbers name={name} /> : null}
    </>
  );
}

/** Another way to ask keeps how often it is asked. */
function healthOf(
  kind: 'off' | HealthCheck['check']['kind'],
  before: HealthCheck | null,
): HealthCheck | null {
  if (kind === 'off') return null;
  const times = before ?? healthCheckSchema.parse({ check: EMPTY.http });
  return { ...times, check: EMPTY[kind] };
}

function HealthPath({ name }: { name: HealthName }) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <TextField
      {...register(`spec.${name}.check.path`)}
      layout="row"
      label={t('probePath')}
      hint={t('healthPathHint')}
      error={errorAt(`spec.${name}.check.path`)}
      inputClassName="font-mono text-xs"
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function HealthNumbers({ name }: { name: HealthName }) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  return (
    <div className="ml-28 flex flex-wrap gap-3 phone:ml-0">
      {NUMBERS.map((number) => (
        <TextField
          key={number}
          {...register(`spec.${name}.${number}`, asInteger)}
          label={t(`health.${number}`)}
          error={errorAt(`spec.${name}.${number}`)}
          inputMode="numeric"
          autoComplete="off"
          boxClassName="w-24"
        />
      ))}
    </div>
  );
}
