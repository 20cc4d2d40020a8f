'use client';
import { useTranslations } from 'use-intl/react';
import type { NetworkForm } from '#components/services/use-network-choice.ts';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';

/** 云托管网络: a network of its own, or one that has a service already (S3-51). It cannot be changed later. */
export function NetworkField({ form, error }: { form: NetworkForm; error: string | undefined }) {
  const t = useTranslations('services');
  const { choice, networks, setKind } = form;
  const label = t('network');
  return (
    <div className="grid gap-2">
      <span aria-hidden className="text-ink phone:leading-7">
        {label}
      </span>
      <ChoiceCards
        aria-label={label}
        value={choice.kind}
        onChange={setKind}
        choices={[
          { value: 'new', label: t('networkNew'), consequence: t('networkNewHint', { limit: form.limit }) },
          {
            value: 'existing',
            label: t('networkExisting'),
            consequence: networks.length === 0 ? t('networkNone') : t('networkExistingHint'),
            isDisabled: networks.length === 0,
          },
        ]}
      />
      {choice.kind === 'existing' ? <ExistingNetwork form={form} error={error} /> : null}
      {form.isQuotaUsedUp && choice.kind === 'new' ? (
        <Notice kind="note">{t('networkQuota', { limit: form.limit })}</Notice>
      ) : null}
      <p className="text-ink-3 text-xs">{t('networkForLife')}</p>
      {form.hasIsolation ? null : <Notice kind="note">{t('noIsolation')}</Notice>}
    </div>
  );
}

/** 私有网络, and its one 子网, which the engine chose. */
function ExistingNetwork({ form, error }: { form: NetworkForm; error: string | undefined }) {
  const t = useTranslations('services');
  const { choice, networks, setNetworkId } = form;
  const chosen = networks.find(({ id }) => choice.kind === 'existing' && id === choice.networkId);
  return (
    <Field
      label={t('privateNetwork')}
      error={error}
      hint={t('subnetIs', { subnet: chosen?.subnet ?? t('subnetLater') })}
    >
      <Select
        value={chosen?.id ?? null}
        onChange={setNetworkId}
        isInvalid={error !== undefined}
        placeholder={t('privateNetwork')}
        options={networks.map(({ id, name, serviceCount }) => ({
          value: id,
          label: t('networkOption', { name, count: serviceCount }),
        }))}
      />
    </Field>
  );
}
