'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { deploymentPath, versionPath, visitPath } from '#components/services/service-paths.ts';
import { Conditions } from '#components/traffic/conditions.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';
import { MoreMenu } from '#components/ui/menu.tsx';
import { type Series, seriesColor } from '#components/ui/series.ts';
import { RowActions, Td, Tr } from '#components/ui/table.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { VersionName } from '#components/ui/version-name.tsx';
import { InstanceCount } from '#components/versions/instance-count.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';
import { useVersionMenu } from '#components/versions/use-version-menu.tsx';
import { deleteRefusal, type VersionDialogKind, versionWord } from '#components/versions/version-actions.ts';
import { VersionLabel } from '#components/versions/version-label.tsx';
import { VersionStatus } from '#components/versions/version-status.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

const PHONE_ROW =
  'phone:grid phone:grid-cols-[minmax(0,1fr)_auto_36px] phone:items-center phone:gap-x-3 phone:border-line-soft phone:border-b phone:py-2.5 phone:pr-2 phone:pl-4 phone:last:border-b-0';
const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

type VersionRowProps = {
  service: ServiceView;
  version: VersionView;
  /** Its colour while it has traffic. */
  series: Series | undefined;
  onOpen: (kind: VersionDialogKind) => void;
};

export function VersionRow({ service, version, series, onOpen }: VersionRowProps) {
  const specText = useSpecText();
  return (
    <Tr aria-label={version.name} className={PHONE_ROW}>
      <Td isName className={PHONE_CELL}>
        <VersionName series={series} className="max-w-full">
          <Link
            href={versionPath(service.id, version.id)}
            title={version.name}
            className="flex min-w-0 hover:text-primary phone:leading-6"
          >
            <VersionLabel name={version.name} />
          </Link>
        </VersionName>
      </Td>
      <Td className={cn(PHONE_CELL, 'phone:row-start-2 phone:pl-4!')}>
        <VersionStatus version={version} />
      </Td>
      <Td className={cn(PHONE_CELL, 'phone:col-start-2 phone:row-start-1 phone:text-right')}>
        {version.conditions.length > 0 ? (
          <Conditions conditions={version.conditions} className="phone:max-w-40 phone:justify-end" />
        ) : (
          <Share percent={version.percent} series={series} />
        )}
      </Td>
      <Td isFigure className="phone:hidden">
        <InstanceCount version={version} />
      </Td>
      <Td className="phone:hidden">{specText(version.spec, 'size')}</Td>
      <Td className="truncate phone:hidden" title={version.remark || undefined}>
        {version.remark || '-'}
      </Td>
      <Td className="text-ink-3 text-sm phone:hidden">
        <TimeAgo at={version.createdAt} />
      </Td>
      <Td
        className={cn(PHONE_CELL, 'text-ink-3 text-sm phone:col-start-2 phone:row-start-2 phone:text-right')}
      >
        <TimeAgo at={version.updatedAt} />
      </Td>
      <Td className={cn(PHONE_CELL, 'phone:col-start-3 phone:row-span-2 phone:row-start-1')}>
        <Actions service={service} version={version} onOpen={onOpen} />
      </Td>
    </Tr>
  );
}

function Share({ percent, series }: { percent: number; series: Series | undefined }) {
  const t = useTranslations('versions');
  const text = t('percent', { percent });
  if (percent === 0 || series === undefined) {
    return <span className="inline-block w-9 text-right text-ink-3 phone:w-auto">{text}</span>;
  }
  return (
    <span className="grid grid-cols-[36px_48px] items-center gap-2 phone:block">
      <b className="text-right">{text}</b>
      <span className="h-1 overflow-hidden rounded-xs bg-track phone:hidden">
        <i
          className="block h-full transition-[width] duration-(--duration-share)"
          style={{ width: `${percent}%`, background: seriesColor(series) }}
        />
      </span>
    </span>
  );
}

const WORD = cn(
  buttonStyle({ intent: 'row', size: 'row' }),
  'group-hover/row:not-data-disabled:text-primary phone:hidden',
);

function Actions({ service, version, onOpen }: Omit<VersionRowProps, 'series'>) {
  const t = useTranslations('versions');
  const entries = useVersionMenu(service, version, onOpen);
  const mayOperate = useMay('operate', service.environmentId);
  const refusal = deleteRefusal(version, service);
  return (
    <RowActions className="phone:mr-0">
      <Word service={service} version={version} onOpen={onOpen} />
      {mayOperate ? (
        <Button
          intent="row"
          size="row"
          className="group-hover/row:not-data-disabled:text-primary phone:hidden"
          disabledReason={refusal && t(refusal)}
          onClick={() => onOpen('delete')}
        >
          {t('delete')}
        </Button>
      ) : null}
      <MoreMenu label={t('moreOf', { name: version.name })} entries={entries} />
    </RowActions>
  );
}

function Word({ service, version, onOpen }: Omit<VersionRowProps, 'series'>) {
  const t = useTranslations('versions');
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  switch (versionWord(version, service)) {
    case 'cancel':
      return !mayOperate ? null : (
        <button type="button" className={WORD} onClick={() => onOpen('cancel')}>
          {t('cancel')}
        </button>
      );
    case 'rollBack':
      return !mayRelease ? null : (
        <button type="button" className={WORD} onClick={() => onOpen('roll-back')}>
          {t('rollBack')}
        </button>
      );
    case 'visit':
      return (
        <a className={WORD} href={visitPath(version.id)} target="_blank" rel="noopener">
          {t('visit')}
        </a>
      );
    case 'errorDetails':
      return version.deploymentId === null ? null : (
        <Link className={WORD} href={deploymentPath(service.id, version.deploymentId)}>
          {t('errorDetails')}
        </Link>
      );
    default:
      return null;
  }
}
