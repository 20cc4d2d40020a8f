'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { PasswordQuestion } from '#components/settings/account/password-question.tsx';
import { useAccountChange } from '#components/settings/account/use-account-change.ts';

export function TurnOffDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const tellChange = useAccountChange();
  const turnOff = useMutation(
    trpc.account.turnOffSecondFactor.mutationOptions({
      onSuccess: async () => {
        onClose();
        await tellChange(t('turnedOff'));
      },
    }),
  );
  return (
    <PasswordQuestion
      title={t('turnOffTitle')}
      text={t('turnOffText')}
      verb={t('turnOff')}
      intent="danger-fill"
      isPending={turnOff.isPending}
      error={turnOff.error}
      onAnswer={(password) => turnOff.mutate({ password })}
      onClose={onClose}
    />
  );
}
