'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { CreatedToken } from '#components/settings/tokens/created-token.tsx';
import { TokenForm } from '#components/settings/tokens/token-form.tsx';
import { useCreateToken } from '#components/settings/tokens/use-create-token.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';

/** 新建令牌; when it is made, the same dialog shows it, once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const formId = useId();
  const form = useCreateToken();
  const { created } = form;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={created ? t('tokens.createdTitle') : t('tokens.createTitle')}
      footer={
        created ? (
          <DialogFooter>
            <Button intent="primary" onClick={onClose}>
              {t('tokens.done')}
            </Button>
          </DialogFooter>
        ) : (
          <DialogFooter>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" form={formId} intent="primary" isPending={form.isPending}>
              {t('tokens.createSubmit')}
            </Button>
          </DialogFooter>
        )
      }
    >
      {created ? <CreatedToken token={created.token} /> : <TokenForm id={formId} form={form} />}
    </Dialog>
  );
}
