'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';

type InternalAddressProps = {
  /** `http://order-api` or `172.20.128.1:10003`; null as long as nothing answers there. */
  address: string | null;
  /** Who may use it and how long. */
  hint: string;
};

/** 内网地址 with what it is for, or why there is none. */
export function InternalAddress({ address, hint }: InternalAddressProps) {
  const t = useTranslations('services');
  const trpc = useTRPC();
  const machine = useQuery(trpc.machine.status.queryOptions()).data;
  if (address === null) {
    return (
      <span className="text-ink-3">
        {t(machine?.runner === 'embedded' ? 'noIsolation' : 'internalAddressLater')}
      </span>
    );
  }
  return (
    <span className="grid min-w-0">
      <span className="flex items-center gap-1">
        <span className="truncate">{address}</span>
        <CopyButton text={address} label={t('copyInternalAddress')} />
      </span>
      <span className="text-ink-3 text-xs">{hint}</span>
    </span>
  );
}
