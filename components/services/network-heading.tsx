'use client';
import { Network as NetworkIcon, Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import type { NetworkWithServices } from '#server/api/views/network-view.ts';

type NetworkHeadingProps = {
  network: NetworkWithServices;
  columns: number;
  onCreate: (() => void) | undefined;
};

/** Above the services of one 私有网络, with 新建此私有网络下的服务. */
export function NetworkHeading({ network, columns, onCreate }: NetworkHeadingProps) {
  const t = useTranslations('services');
  const { name, subnet, serviceCount } = network;
  return (
    <tr className="phone:block">
      <th
        scope="rowgroup"
        colSpan={columns}
        className="border-line-soft border-b bg-sunken px-4 py-1 text-left font-normal phone:block"
      >
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-sm">
          <NetworkIcon className="size-4 flex-none" aria-hidden />
          {t('privateNetwork')}
          <span className="font-strong text-ink">{name}</span>
          {subnet === null ? null : <span>{subnet}</span>}
          <span className="mr-auto">{t('count', { count: serviceCount })}</span>
          {onCreate ? (
            <Button intent="row" size="row" onClick={onCreate} aria-label={t('createUnderOf', { name })}>
              <Plus className="size-3.5" aria-hidden />
              {t('createUnder')}
            </Button>
          ) : null}
        </span>
      </th>
    </tr>
  );
}
