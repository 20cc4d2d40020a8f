'use client';
import { type KeyboardEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { problemOf, useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useCredentials } from '#components/versions/spec-form/use-credentials.ts';

type CredentialFormProps = {
  environmentId: string;
  /** Of the image that is typed already. */
  registry: string;
  onAdded: (credentialId: string) => void;
  onCancel: () => void;
};

/** A new 私有镜像密钥, in place: it stands inside of a form, or a dialog, and is no form itself. */
export function CredentialForm({ environmentId, registry, onAdded, onCancel }: CredentialFormProps) {
  const t = useTranslations('specForm');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const fieldErrors = useFieldErrors();
  const { add } = useCredentials(environmentId);
  const [typed, setTyped] = useState({ registry, username: '', password: '' });
  const errors = fieldErrors(add.error);

  function save(): void {
    add.mutate({ environmentId, ...typed }, { onSuccess: ({ credentialId }) => onAdded(credentialId) });
  }

  function saveOnEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    save();
  }

  function line(name: keyof typeof typed) {
    return {
      label: t(`credentialFields.${name}`),
      value: typed[name],
      error: errors[name],
      onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
      spellCheck: false,
    };
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a form cannot stand inside of a form
    <div
      role="group"
      aria-label={t('credentialNew')}
      onKeyDown={saveOnEnter}
      className="mt-2 grid max-w-120 gap-3 rounded-md border border-line bg-sunken p-3"
    >
      <TextField {...line('registry')} placeholder="registry.example.com" autoComplete="off" />
      <TextField {...line('username')} autoComplete="off" />
      <TextField
        {...line('password')}
        hint={t('credentialPasswordHint')}
        type="password"
        autoComplete="new-password"
      />
      {add.error && problemOf(add.error)?.code !== 'input_invalid' ? (
        <Notice kind="fail">{problemText(add.error)}</Notice>
      ) : null}
      <div className="flex gap-2">
        <Button onClick={save} isPending={add.isPending}>
          {t('credentialSave')}
        </Button>
        <Button intent="quiet" onClick={onCancel}>
          {common('cancel')}
        </Button>
      </div>
    </div>
  );
}
