'use client';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { type Credential, useCredentials } from '#components/versions/spec-form/use-credentials.ts';

type CredentialRemovalProps = {
  environmentId: string;
  credential: Credential;
  onRemoved: () => void;
  onCancel: () => void;
};

/** Asks before a 私有镜像密钥 goes for all services of the environment, and says what is lost. */
export function CredentialRemoval({
  environmentId,
  credential,
  onRemoved,
  onCancel,
}: CredentialRemovalProps) {
  const t = useTranslations('specForm');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const { remove } = useCredentials(environmentId);
  const { id: credentialId, registry, username } = credential;
  return (
    <div className="mt-2 grid max-w-120 gap-3 rounded-md border border-line bg-sunken p-3 text-sm">
      <p>{t('credentialRemoveWhat', { registry, username })}</p>
      {remove.error ? <Notice kind="fail">{problemText(remove.error)}</Notice> : null}
      <div className="flex gap-2">
        <Button
          intent="danger"
          isPending={remove.isPending}
          onClick={() => remove.mutate({ environmentId, credentialId }, { onSuccess: onRemoved })}
        >
          {t('credentialRemoveConfirm')}
        </Button>
        <Button intent="quiet" onClick={onCancel}>
          {common('cancel')}
        </Button>
      </div>
    </div>
  );
}
