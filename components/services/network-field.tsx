'use client';
import { useTranslations } from 'use-intl/react';
import type { NetworkForm } from '#components/services/use-network-choice.ts';
import { ChoiceCards } from '#components/ui/choice-cards.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { NetworkChoice } from '#server/domain/networks.ts';

type NetworkFieldProps = { form: NetworkForm; error: string | undefined };

/** 云托管网络: a network of its own, or one that has a service already (S3-51). It cannot be changed later. */
export function NetworkField({ form, error }: NetworkFieldProps) {
  const t = useTranslations('services');
  return (
    <div className="grid gap-2">
      <span aria-hidden className="text-ink phone:leading-7">
        {t('network')}
      </span>
      {form.choice ? <Choice form={form} choice={form.choice} error={error} /> : <Loading />}
      <p className="text-ink-3 text-xs">{t('networkForLife')}</p>
      {form.hasIsolation ? null : <Notice kind="note">{t('noIsolation')}</Notice>}
    </div>
  );
}

function Choice({ form, choice, error }: NetworkFieldProps & { choice: NetworkChoice }) {
  const t = useTranslations('services');
  const { networks, setKind } = form;
  return (
    <>
      <ChoiceCards
        aria-label={t('network')}
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
      {choice.kind === 'existing' ? (
        <ExistingNetwork form={form} networkId={choice.networkId} error={error} />
      ) : null}
      {form.isQuotaUsedUp && choice.kind === 'new' ? (
        <Notice kind="note">{t('networkQuota', { limit: form.limit })}</Notice>
      ) : null}
    </>
  );
}

/** Of the size of the two choices. */
function Loading() {
  return (
    <div aria-busy="true" className="grid h-32 content-evenly">
      <Skeleton width={160} />
      <Skeleton width={160} />
    </div>
  );
}

/** 私有网络, and its one 子网, which the engine chose. */
function ExistingNetwork({ form, networkId, error }: NetworkFieldProps & { networkId: string }) {
  const t = useTranslations('services');
  const { networks, setNetworkId } = form;
  const chosen = networks.find(({ id }) => id === networkId);
  return (
    <Field
      label={t('privateNetwork')}
      error={error}
      hint={form.hasIsolation ? t('subnetIs', { subnet: chosen?.subnet ?? t('subnetLater') }) : undefined}
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
