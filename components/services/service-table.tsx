'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { NetworkHeading } from '#components/services/network-heading.tsx';
import { type ServiceDialogKind, ServiceDialogs } from '#components/services/service-dialogs.tsx';
import { ServiceRow } from '#components/services/service-row.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { Table, Th } from '#components/ui/table.tsx';
import type { NetworkWithServices } from '#server/api/views/network-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';

const HEADS = [
  'name',
  'state',
  'trafficColumn',
  'address',
  'remark',
  'createdAt',
  'updatedAt',
  'actions',
] as const;
const TIME_WIDTH = 'w-[84px] [html:lang(en)_&]:w-[92px]';
const WIDTHS = [
  'w-[17%] [html:lang(en)_&]:w-[16%]',
  'w-[106px] [html:lang(en)_&]:w-[132px]',
  'w-[16.5%] [html:lang(en)_&]:w-[17%]',
  'w-[25%] [html:lang(en)_&]:w-[20%]',
  '',
  TIME_WIDTH,
  TIME_WIDTH,
  'w-[112px]',
];

type ServiceTableProps = {
  /** Those of one network beside each other. */
  services: readonly ServiceView[];
  networks: readonly NetworkWithServices[];
  /** Undefined where the reader may not. */
  onCreateUnder: ((networkId: string) => void) | undefined;
};

/** Grouped by 私有网络 where the environment has several. */
export function ServiceTable({ services, networks, onCreateUnder }: ServiceTableProps) {
  const t = useTranslations('services');
  const [open, setOpen] = useState<{ service: ServiceView; kind: ServiceDialogKind }>();
  return (
    <>
      <Table className="table-fixed phone:block">
        <colgroup>
          {HEADS.map((head, index) => (
            <col key={head} className={WIDTHS[index]} />
          ))}
        </colgroup>
        <thead className="phone:sr-only">
          <tr>
            {HEADS.map((head) => (
              <Th key={head} isFigure={head === 'actions'}>
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        {groupsOf(services, networks).map(({ network, members }) => (
          <tbody key={network?.id ?? 'all'} className="phone:block">
            {network ? (
              <NetworkHeading
                network={network}
                columns={HEADS.length}
                onCreate={onCreateUnder && (() => onCreateUnder(network.id))}
              />
            ) : null}
            {members.map((service) => (
              <ServiceRow key={service.id} service={service} onOpen={(kind) => setOpen({ service, kind })} />
            ))}
          </tbody>
        ))}
      </Table>
      {open ? <ServiceDialogs {...open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

/** One network needs no heading. */
function groupsOf(services: readonly ServiceView[], networks: readonly NetworkWithServices[]) {
  if (networks.length < 2) return [{ network: null, members: services }];
  return networks.flatMap((network) => {
    const members = services.filter(({ networkId }) => networkId === network.id);
    return members.length === 0 ? [] : [{ network, members }];
  });
}

export function ServiceTableSkeleton() {
  const t = useTranslations('services');
  return (
    <TableSkeleton
      heads={HEADS.map((head) => t(head))}
      widths={[112, 48, 180, 220, 80, 64, 64, 64]}
      rows={6}
    />
  );
}
