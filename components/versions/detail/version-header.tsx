'use client';
import { CopyPlus, ExternalLink, Share2, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { newVersionPath, servicePath, visitPath } from '#components/services/service-paths.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { MoreMenu } from '#components/ui/menu.tsx';
import { HeaderFact, PageHeader } from '#components/ui/page-header.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { Swatch } from '#components/ui/version-name.tsx';
import { DeleteVersionDialog } from '#components/versions/delete-version-dialog.tsx';
import { ShareDialog } from '#components/versions/share-dialog.tsx';
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
  if (version.percent === 0) return <span className="text-ink-3">{t('noTraffic')}</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <Swatch series={seriesByVersion(service.serving).get(version.id)} />
      <span>
        <b>{version.percent}%</b> <span className="text-ink-3">{t('traffic')}</span>
      </span>
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

function Actions({ service, version }: VersionHeaderProps) {
  const t = useTranslations();
  const router = useRouter();
  const [open, setOpen] = useState<'share' | 'delete'>();
  const refusal = deleteRefusal(version, service);
  const close = () => setOpen(undefined);
  return (
    <>
      <Link href={newVersionPath(service.id, version.id)} className={buttonStyle()}>
        <CopyPlus className="size-4" aria-hidden />
        {t('versions.copyAsNew')}
      </Link>
      {version.canServe ? (
        <Button onClick={() => setOpen('share')}>
          <Share2 className="size-4" aria-hidden />
          {t('versionDetail.share')}
        </Button>
      ) : null}
      <MoreMenu
        size="icon"
        label={t('versions.moreOf', { name: version.name })}
        entries={[
          {
            key: 'delete',
            label: t('versionDetail.delete'),
            icon: <Trash2 className="size-4" aria-hidden />,
            isDanger: true,
            disabledReason: refusal && t(`versions.${refusal}`),
            onSelect: () => setOpen('delete'),
          },
        ]}
      />
      {open === 'share' ? <ShareDialog version={version} onClose={close} /> : null}
      {open === 'delete' ? (
        <DeleteVersionDialog
          version={version}
          onClose={close}
          onDeleted={() => router.replace(servicePath(service.id))}
        />
      ) : null}
    </>
  );
}
