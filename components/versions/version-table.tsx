'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { CancelDialog } from '#components/deployments/cancel-deployment.tsx';
import { RollBackDialog } from '#components/traffic/roll-back-dialog.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { Table, Th } from '#components/ui/table.tsx';
import { DeleteVersionDialog } from '#components/versions/delete-version-dialog.tsx';
import { ShareDialog } from '#components/versions/share-dialog.tsx';
import { UpdateWaysDialog } from '#components/versions/update-ways-dialog.tsx';
import type { VersionDialogKind } from '#components/versions/version-actions.ts';
import { VersionRow } from '#components/versions/version-row.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import type { Right } from '#server/domain/rights.ts';

export const VERSION_HEADS = [
  'name',
  'state',
  'traffic',
  'instances',
  'size',
  'remark',
  'createdAt',
  'updatedAt',
  'actions',
] as const;
const TIME_WIDTH = 'w-[84px] [html:lang(en)_&]:w-[92px]';
const WIDTHS = [
  'w-[17%] [html:lang(en)_&]:w-[14%]',
  'w-[204px] compact:w-[196px] [html:lang(en)_&]:compact:w-[176px]',
  'w-[116px]',
  'w-[60px] [html:lang(en)_&]:w-[76px]',
  'w-[132px] [html:lang(en)_&]:w-[126px]',
  '',
  TIME_WIDTH,
  TIME_WIDTH,
  'w-[160px] [html:lang(en)_&]:w-[188px]',
];
const FIGURES: readonly string[] = ['instances', 'actions'];

type VersionTableProps = { service: ServiceView; versions: readonly VersionView[] };

export function VersionTable({ service, versions }: VersionTableProps) {
  const t = useTranslations('versions');
  const [open, setOpen] = useState<{ version: VersionView; kind: VersionDialogKind }>();
  const series = seriesByVersion(service.serving);
  return (
    <>
      <Table className="table-fixed phone:block phone:[&_tbody]:block">
        <colgroup>
          {VERSION_HEADS.map((head, index) => (
            <col key={head} className={WIDTHS[index]} />
          ))}
        </colgroup>
        <thead className="phone:hidden">
          <tr>
            {VERSION_HEADS.map((head) => (
              <Th key={head} isFigure={FIGURES.includes(head)}>
                {t(head)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => (
            <VersionRow
              key={version.id}
              service={service}
              version={version}
              series={series.get(version.id)}
              onOpen={(kind) => setOpen({ version, kind })}
            />
          ))}
        </tbody>
      </Table>
      {open ? <VersionDialog service={service} {...open} onClose={() => setOpen(undefined)} /> : null}
    </>
  );
}

const RIGHT_FOR = {
  share: 'visit',
  ways: 'view',
  'roll-back': 'release',
  cancel: 'operate',
  delete: 'operate',
} as const satisfies Record<VersionDialogKind, Right>;

type VersionDialogProps = {
  service: ServiceView;
  version: VersionView;
  kind: VersionDialogKind;
  onClose: () => void;
};

/** None where the reader may not do it any more. */
function VersionDialog(props: VersionDialogProps) {
  return useMay(RIGHT_FOR[props.kind], props.service.environmentId) ? <Opened {...props} /> : null;
}

function Opened({ service, version, kind, onClose }: VersionDialogProps) {
  switch (kind) {
    case 'delete':
      return <DeleteVersionDialog version={version} onClose={onClose} />;
    case 'share':
      return <ShareDialog version={version} onClose={onClose} />;
    case 'roll-back':
      return <RollBackDialog service={service} versionId={version.id} onClose={onClose} />;
    case 'ways':
      return <UpdateWaysDialog onClose={onClose} />;
    case 'cancel': {
      if (version.deploymentId === null) return null;
      const isUpdate = version.state.kind === 'updating';
      const deployment = { id: version.deploymentId, versionName: version.name, isUpdate, service };
      return <CancelDialog deployment={deployment} onClose={onClose} />;
    }
  }
}
