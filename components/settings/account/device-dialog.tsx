'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFieldErrors, useProblemText } from '#components/api/problem.ts';
import { QrCode } from '#components/settings/account/qr-code.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

type DeviceDialogProps = {
  device: { uri: string; secret: string };
  onConfirmed: () => void;
  onClose: () => void;
};

/** Shows what the authenticator needs, and asks for a first code of it. */
export function DeviceDialog({ device, onConfirmed, onClose }: DeviceDialogProps) {
  const t = useTranslations();
  const trpc = useTRPC();
  const formId = useId();
  const [code, setCode] = useState('');
  const turnOn = useMutation(trpc.account.turnOnSecondFactor.mutationOptions({ onSuccess: onConfirmed }));
  const problemText = useProblemText();
  const fieldError = useFieldErrors()(turnOn.error).code;

  function submit(event: FormEvent): void {
    event.preventDefault();
    turnOn.mutate({ code });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={t('account.turnOn')}
      footer={
        <DialogFooter>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form={formId} intent="primary" isPending={turnOn.isPending}>
            {t('account.turnOn')}
          </Button>
        </DialogFooter>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-3">
        <p>{t('account.scan')}</p>
        <QrCode text={device.uri} label={t('account.qrCode')} />
        <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-xs">
          {t('account.typeSecret')}
          <span className="flex items-center gap-0.5">
            <code className="break-all text-ink">{device.secret.match(/.{1,4}/g)?.join(' ')}</code>
            <CopyButton text={device.secret} label={t('account.copySecret')} />
          </span>
        </p>
        <TextField
          label={t('account.firstCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.target.value)}
          error={fieldError}
        />
        {turnOn.error && fieldError === undefined ? (
          <Notice kind="fail">{problemText(turnOn.error)}</Notice>
        ) : null}
      </form>
    </Dialog>
  );
}
