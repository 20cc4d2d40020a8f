'use client';
import { X } from 'lucide-react';
import { type ClipboardEvent, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { EnvInput } from '#components/versions/spec-form/env-input.tsx';
import type { EnvEntry } from '#components/versions/spec-form/env-lines.ts';
import { type KeptEntry, withSecrecy } from '#components/versions/spec-form/env-secret.ts';
import { useFields } from '#components/versions/spec-form/form.ts';
import { KeptSecret } from '#components/versions/spec-form/kept-secret.tsx';

type EnvRowProps = { index: number; onRemove: () => void; onPaste: (event: ClipboardEvent) => void };

/** A variable. 保密: what is typed is masked, stored sealed, and never shown again. */
export function EnvRow({ index, onRemove, onPaste }: EnvRowProps) {
  const t = useTranslations('specForm');
  const { register, errorAt } = useFields();
  const { entry, kept, change } = useEntry(index);
  const path = `spec.env.${index}` as const;
  const name = entry.name || String(index + 1);
  return (
    <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto_auto] items-start gap-2 phone:grid-cols-[minmax(0,1fr)_auto]">
      <EnvInput
        {...register(`${path}.name`)}
        label={t('envName', { number: index + 1 })}
        placeholder={t('envNamePlaceholder')}
        error={errorAt(`${path}.name`)}
        onPaste={onPaste}
      />
      {entry.kind === 'secret' ? (
        <KeptSecret
          name={name}
          onReplace={() => change({ kind: 'new-secret', name: entry.name, value: '' })}
        />
      ) : (
        <EnvInput
          {...register(`${path}.value`)}
          // A browser offers to remember what stands in a password field; `new-password` keeps it from filling one in.
          type={entry.kind === 'new-secret' ? 'password' : 'text'}
          autoComplete={entry.kind === 'new-secret' ? 'new-password' : 'off'}
          label={t('envValue', { number: index + 1 })}
          placeholder={t('envValuePlaceholder')}
          error={errorAt(`${path}.value`)}
          className="phone:col-start-1 phone:row-start-2"
          end={
            kept && entry.kind === 'new-secret' ? (
              <Button intent="row" size="row" onClick={() => change({ ...kept, name: entry.name })}>
                {t('keepSaved')}
              </Button>
            ) : undefined
          }
        />
      )}
      <SecretSwitch
        name={name}
        isSecret={entry.kind !== 'plain'}
        onChange={(isSecret) => change(withSecrecy(entry, kept, isSecret))}
      />
      <Button
        intent="quiet"
        size="icon"
        className="phone:col-start-2 phone:row-start-1"
        aria-label={t('envRemove', { name })}
        onClick={onRemove}
      >
        <X className="size-4" aria-hidden />
      </Button>
    </li>
  );
}

function useEntry(index: number) {
  const { control, setValue, clearErrors } = useFields();
  const path = `spec.env.${index}` as const;
  const entry = useWatch({ control, name: path });
  const [kept] = useState<KeptEntry | undefined>(entry.kind === 'secret' ? entry : undefined);
  function change(next: EnvEntry): void {
    clearErrors(path);
    setValue(path, next, { shouldDirty: true });
  }
  return { entry, kept, change };
}

type SecretSwitchProps = { name: string; isSecret: boolean; onChange: (isSecret: boolean) => void };

function SecretSwitch({ name, isSecret, onChange }: SecretSwitchProps) {
  const t = useTranslations('specForm');
  return (
    <span className="flex h-(--size-control) items-center gap-1.5 text-ink-2 text-sm phone:col-start-1 phone:row-start-3">
      <Switch checked={isSecret} onChange={onChange} aria-label={t('secretNamed', { name })} />
      <span aria-hidden>{t('secret')}</span>
    </span>
  );
}
