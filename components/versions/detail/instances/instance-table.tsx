'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Table, Th } from '#components/ui/table.tsx';
import { InstanceRow } from '#components/versions/detail/instances/instance-row.tsx';
import { StopInstanceDialog } from '#components/versions/detail/instances/stop-instance-dialog.tsx';
import { InstanceLogDialog } from '#components/versions/detail/trouble/instance-log-dialog.tsx';
import type { InstanceView } from '#server/api/views/instance-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

export const INSTANCE_HEADS = [
  'instance',
  'state',
  'snapshot',
  'cpu',
  'memory',
  'requests',
  'age',
  'restarts',
  'ending',
  'actions',
] as const;
const FIGURES: readonly string[] = ['memory', 'requests', 'restarts', 'actions'];

type InstanceTableProps = {
  service: ServiceView;
  version: VersionView;
  instances: readonly InstanceView[];
};

export function InstanceTable({ service, version, instances }: InstanceTableProps) {
  const t = useTranslations('instances');
  const [open, setOpen] = useState<{ kind: 'log' | 'stop'; instanceId: string }>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            {INSTANCE_HEADS.map((head) => (
              <Th key={head} isFigure={FIGURES.includes(head)}>
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {instances.map((instance) => (
            <InstanceRow
              key={instance.id}
              service={service}
              version={version}
              instance={instance}
              onOpen={(kind) => setOpen({ kind, instanceId: instance.id })}
            />
          ))}
        </tbody>
      </Table>
      {open?.kind === 'log' ? (
        <InstanceLogDialog versionId={version.id} instanceId={open.instanceId} onClose={close} />
      ) : null}
      {open?.kind === 'stop' ? (
        <StopInstanceDialog version={version} instanceId={open.instanceId} onClose={close} />
      ) : null}
    </>
  );
}
