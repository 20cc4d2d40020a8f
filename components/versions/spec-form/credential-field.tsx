'use client';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup } from '#components/ui/field-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { CredentialForm } from '#components/versions/spec-form/credential-form.tsx';
import { CredentialRemoval } from '#components/versions/spec-form/credential-removal.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { type Credential, useCredentials } from '#components/versions/spec-form/use-credentials.ts';
import { registryOf } from '#server/domain/registry.ts';

const NONE = '';

/** 私有镜像密钥 for the registry of the reference: one that is there, a new one, or none. */
export function CredentialField({ environmentId, image }: { environmentId: string; image: string }) {
  const t = useTranslations('specForm');
  const { control, setValue, clearErrors, errorAt } = useFields();
  const { credentials, isRead } = useCredentials(environmentId);
  const chosenId = useWatch({ control, name: 'spec.source.credentialId' }) ?? NONE;
  const [open, setOpen] = useState<'add' | 'remove'>();
  const registry = registryOf(image.trim());
  const chosen = credentials.find(({ id }) => id === chosenId);

  function choose(credentialId: string): void {
    clearErrors('spec.source.credentialId');
    setValue('spec.source.credentialId', credentialId || null, { shouldDirty: true });
    setOpen(undefined);
  }

  return (
    <FieldGroup label={t('credential')} hint={hintFor(chosen)} error={errorAt('spec.source.credentialId')}>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('credential')}
          value={chosenId}
          onChange={choose}
          options={[
            { value: NONE, label: t('credentialNone') },
            ...offered(credentials, registry, chosenId).map(({ id, registry: of, username }) => ({
              value: id,
              label: t('credentialName', { registry: of, username }),
            })),
            // Removed since: the server will say so too.
            ...(isRead && chosenId !== NONE && !chosen
              ? [{ value: chosenId, label: t('credentialGone') }]
              : []),
          ]}
          className="w-64 phone:w-full"
        />
        <Button onClick={() => setOpen('add')}>{t('credentialAdd')}</Button>
        {chosen ? (
          <Button intent="quiet" onClick={() => setOpen('remove')}>
            {t('credentialRemove')}
          </Button>
        ) : null}
      </div>
      {open === 'add' ? (
        <CredentialForm
          environmentId={environmentId}
          registry={registry}
          onAdded={choose}
          onCancel={() => setOpen(undefined)}
        />
      ) : null}
      {open === 'remove' && chosen ? (
        <CredentialRemoval
          environmentId={environmentId}
          credential={chosen}
          onRemoved={() => choose(NONE)}
          onCancel={() => setOpen(undefined)}
        />
      ) : null}
    </FieldGroup>
  );

  function hintFor(credential: Credential | undefined): string {
    if (!credential || credential.registry === registry) return t('credentialHint');
    return t('credentialOther', { credential: credential.registry, registry });
  }
}

/** Those of this registry, and the one that is chosen already. */
function offered(credentials: readonly Credential[], registry: string, chosenId: string): Credential[] {
  return credentials.filter((credential) => credential.registry === registry || credential.id === chosenId);
}
