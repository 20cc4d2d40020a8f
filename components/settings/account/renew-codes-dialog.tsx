'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { PasswordQuestion } from '#components/settings/account/password-question.tsx';
import { RecoveryCodesDialog } from '#components/settings/account/recovery-codes.tsx';
import { useAccountChange } from '#components/settings/account/use-account-change.ts';

/** The password, then the new codes in place of the old ones. */
export function RenewCodesDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const tellChange = useAccountChange();
  const renew = useMutation(
    trpc.account.renewRecoveryCodes.mutationOptions({ onSuccess: () => tellChange() }),
  );
  if (renew.data) return <RecoveryCodesDialog codes={renew.data.recoveryCodes} onClose={onClose} />;
  return (
    <PasswordQuestion
      title={t('renewCodes')}
      text={t('renewText')}
      verb={t('renewCodes')}
      isPending={renew.isPending}
      error={renew.error}
      onAnswer={(password) => renew.mutate({ password })}
      onClose={onClose}
    />
  );
}
