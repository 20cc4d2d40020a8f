'use client';
import Link from 'next/link';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { NetworkField } from '#components/services/network-field.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import { UsageLimits } from '#components/services/usage-limits.tsx';
import { type CreateServiceForm, useCreateService } from '#components/services/use-create-service.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Dialog, DialogFooter } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** 新建服务; when it is made, the same dialog asks on: 新建版本 (S3-52). */
export function CreateServiceDialog({
  environmentId,
  under,
  onClose,
}: {
  environmentId: string;
  /** 新建此私有网络下的服务: the network that is chosen from the start. */
  under?: string | undefined;
  onClose: () => void;
}) {
  const t = useTranslations();
  const formId = useId();
  const form = useCreateService(environmentId, under);
  const { created } = form;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="narrow"
      title={
        created ? t('services.created') : t(under === undefined ? 'services.create' : 'services.createUnder')
      }
      footer={
        created ? (
          <DialogFooter>
            <Button onClick={onClose}>{t('services.later')}</Button>
            <Link href={newVersionPath(created.id)} className={buttonStyle({ intent: 'primary' })}>
              {t('services.newVersion')}
            </Link>
          </DialogFooter>
        ) : (
          <DialogFooter>
            <Button onClick={onClose}>{t('common.cancel')}</Button>
            <Button type="submit" form={formId} intent="primary" isPending={form.isPending}>
              {t('services.createSubmit')}
            </Button>
          </DialogFooter>
        )
      }
    >
      {created ? (
        <p role="status">{t('services.createdHint', { name: created.name })}</p>
      ) : (
        <CreateFields id={formId} form={form} />
      )}
    </Dialog>
  );
}

function CreateFields({ id, form }: { id: string; form: CreateServiceForm }) {
  const t = useTranslations('services');
  return (
    <form id={id} noValidate onSubmit={form.onSubmit} className="grid gap-4">
      <TextField
        label={t('createName')}
        hint={form.nameError === undefined ? t('createNameHint') : undefined}
        error={form.nameError}
        value={form.name}
        onChange={(event) => form.setName(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        label={t('createRemark')}
        hint={t('createRemarkHint')}
        error={form.remarkError}
        value={form.remark}
        onChange={(event) => form.setRemark(event.target.value)}
        autoComplete="off"
      />
      <NetworkField form={form.network} error={form.networkError} />
      {form.problem === undefined ? null : <Notice kind="fail">{form.problem}</Notice>}
      <UsageLimits />
    </form>
  );
}
