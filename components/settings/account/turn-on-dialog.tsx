'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { DeviceDialog } from '#components/settings/account/device-dialog.tsx';
import { PasswordQuestion } from '#components/settings/account/password-question.tsx';
import { RecoveryCodesDialog } from '#components/settings/account/recovery-codes.tsx';
import { useAccountChange } from '#components/settings/account/use-account-change.ts';

/** The password, the QR code and a first code of the device, the recovery codes; each a dialog of its own. */
export function TurnOnDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const tellChange = useAccountChange();
  const [isConfirmed, setConfirmed] = useState(false);
  const prepare = useMutation(trpc.account.prepareSecondFactor.mutationOptions());
  if (!prepare.data) {
    return (
      <PasswordQuestion
        title={t('turnOn')}
        text={t('turnOnText')}
        verb={t('next')}
        isPending={prepare.isPending}
        error={prepare.error}
        onAnswer={(password) => prepare.mutate({ password })}
        onClose={onClose}
      />
    );
  }
  if (!isConfirmed) {
    return <DeviceDialog device={prepare.data} onConfirmed={() => setConfirmed(true)} onClose={onClose} />;
  }
  return (
    <RecoveryCodesDialog
      codes={prepare.data.recoveryCodes}
      onClose={() => {
        onClose(); // Only now: the panel behind would otherwise let go of this dialog with the codes.
        void tellChange(t('turnedOn'));
      }}
    />
  );
}
