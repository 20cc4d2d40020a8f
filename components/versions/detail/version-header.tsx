'use client';
import { CircleHelp, CopyPlus, ExternalLink, ScrollText, Share2, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import {
  logsPath,
  newVersionPath,
  servicePath,
  trafficPath,
  visitPath,
} from '#components/services/service-paths.ts';
import { Conditions } from '#components/traffic/conditions.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { type MenuEntry, MoreMenu } from '#components/ui/menu.tsx';
import { HeaderFact, PageHeader } from '#components/ui/page-header.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { Swatch } from '#components/ui/version-name.tsx';
import { DeleteVersionDialog } from '#components/versions/delete-version-dialog.tsx';
import { EditVersionLink } from '#components/versions/edit-version-link.tsx';
import { InstanceCount } from '#components/versions/instance-count.tsx';
import { ShareDialog } from '#components/versions/share-dialog.tsx';
import { UpdateWaysDialog } from '#components/versions/update-ways-dialog.tsx';
import { deleteRefusal } from '#components/versions/version-actions.ts';
import { VersionStatus } from '#components/versions/version-status.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

type VersionHeaderProps = { service: ServiceView; version: VersionView };

export function VersionHeader({ service, version }: VersionHeaderProps) {
  const t = useTranslations('versionDetail');
  return (
    <PageHeader
      crumbs={
        <Crumbs
          items={[
            { label: t('services'), href: '/services' },
            { label: service.name, href: servicePath(service.id) },
            { label: version.name },
          ]}
        />
      }
      title={version.name}
      beside={
        <>
          <VersionStatus version={version} isBig />
          <Traffic service={service} version={version} />
        </>
      }
      meta={
        <>
          <TestAddress version={version} />
          <InternalAddress version={version} />
          {version.canServe ? (
            <HeaderFact label={t('tabInstances')}>
              <InstanceCount version={version} />
            </HeaderFact>
          ) : null}
          {version.remark === '' ? null : (
            <span className="max-w-120 truncate">
              <HeaderFact label={t('remark')}>{version.remark}</HeaderFact>
            </span>
          )}
        </>
      }
      actions={<Actions service={service} version={version} />}
    />
  );
}

/** Its present share, with the colour that it has everywhere. */
function Traffic({ service, version }: VersionHeaderProps) {
  const t = useTranslations('versionDetail');
  if (!version.hasTraffic) return <NoTraffic service={service} version={version} />;
  return (
    <span className="inline-flex items-center gap-2">
      <Swatch series={seriesByVersion(service.serving).get(version.id)} />
      <span>
        {version.conditions.length > 0 ? (
          <Conditions conditions={version.conditions} className="max-w-60" />
        ) : (
          <>
            <b>{version.percent}%</b> <span className="text-ink-3">{t('traffic')}</span>
          </>
        )}
      </span>
    </span>
  );
}

/** Whoever wonders why nobody gets it is led to where that is changed. */
function NoTraffic({ service, version }: VersionHeaderProps) {
  const t = useTranslations();
  const mayRelease = useMay('release', service.environmentId);
  return (
    <span className="text-ink-3">
      {t('versionDetail.noTraffic')}
      {version.canServe && mayRelease ? (
        <Link href={trafficPath(service.id)} className="ml-2 text-primary text-sm hover:underline">
          {t('versions.configureTraffic')}
        </Link>
      ) : null}
    </span>
  );
}

/** Reaches this version whatever its traffic; needs a signed-in person or a shared link. */
function TestAddress({ version }: { version: VersionView }) {
  const t = useTranslations('versionDetail');
  return (
    <span className="flex min-w-0 items-center gap-0.5 phone:w-full">
      <span className="min-w-0 truncate pr-1 text-ink">
        <span className="mr-1.5 text-ink-3 phone:sr-only">{t('testAddress')}</span>
        {new URL(version.testUrl).host}
      </span>
      <CopyButton text={version.testUrl} label={t('copyAddress')} />
      {version.canServe ? (
        <a
          href={visitPath(version.id)}
          target="_blank"
          rel="noopener"
          className={`${buttonStyle({ size: 'sm' })} ml-1.5 phone:ml-auto`}
        >
          <ExternalLink className="size-3.5" aria-hidden />
          {t('visit')}
        </a>
      ) : null}
    </span>
  );
}

/** Within the service's private network; the same as long as the version lives (S2-2, S2-3). */
function InternalAddress({ version: { internalAddress } }: { version: VersionView }) {
  const t = useTranslations('versionDetail');
  if (internalAddress === null) return null;
  return (
    <span className="flex min-w-0 items-center gap-0.5 phone:w-full">
      <HeaderFact label={t('internalAddress')}>{internalAddress}</HeaderFact>
      <CopyButton text={internalAddress} label={t('copyInternalAddress')} />
    </span>
  );
}

type Opened = 'share' | 'delete' | 'ways';

function Actions({ service, version }: VersionHeaderProps) {
  const t = useTranslations('versions');
  const router = useRouter();
  const [open, setOpen] = useState<Opened>();
  const close = () => setOpen(undefined);
  const mayOperate = useMay('operate', service.environmentId);
  const entries = useMoreEntries(service, version, setOpen);
  return (
    <>
      {mayOperate ? (
        <EditVersionLink service={service} version={version} />
      ) : (
        <Button
          disabledReason={version.canServe ? undefined : t('notServable')}
          onClick={() => setOpen('share')}
        >
          <Share2 className="size-4" aria-hidden />
          {t('share')}
        </Button>
      )}
      <MoreMenu size="icon" label={t('moreOf', { name: version.name })} entries={entries} />
      {open === 'share' ? <ShareDialog version={version} onClose={close} /> : null}
      {open === 'ways' ? <UpdateWaysDialog onClose={close} /> : null}
      {open === 'delete' && mayOperate ? (
        <DeleteVersionDialog
          version={version}
          onClose={close}
          onDeleted={() => router.replace(servicePath(service.id))}
        />
      ) : null}
    </>
  );
}

function useMoreEntries(
  service: ServiceView,
  version: VersionView,
  open: (what: Opened) => void,
): MenuEntry[] {
  const t = useTranslations();
  const mayOperate = useMay('operate', service.environmentId);
  const refusal = deleteRefusal(version, service);
  const copy: MenuEntry = {
    key: 'copy-as-new',
    label: t('versions.copyAsNew'),
    icon: <CopyPlus className="size-4" aria-hidden />,
    href: newVersionPath(service.id, version.id),
  };
  const share: MenuEntry = {
    key: 'share',
    label: t('versionDetail.share'),
    icon: <Share2 className="size-4" aria-hidden />,
    disabledReason: version.canServe ? undefined : t('versions.notServable'),
    onSelect: () => open('share'),
  };
  const logs: MenuEntry = {
    key: 'logs',
    label: t('logs.viewLogs'),
    icon: <ScrollText className="size-4" aria-hidden />,
    href: logsPath(service.id, { versionId: version.id }),
  };
  const ways: MenuEntry = {
    key: 'ways',
    label: t('versions.ways'),
    icon: <CircleHelp className="size-4" aria-hidden />,
    onSelect: () => open('ways'),
  };
  const deletion: MenuEntry = {
    key: 'delete',
    label: t('versionDetail.delete'),
    icon: <Trash2 className="size-4" aria-hidden />,
    hasSeparator: true,
    isDanger: true,
    disabledReason: refusal && t(`versions.${refusal}`),
    onSelect: () => open('delete'),
  };
  return mayOperate ? [copy, share, logs, ways, deletion] : [logs, ways];
}
