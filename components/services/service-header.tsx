'use client';
import { Crosshair, ExternalLink, Plus, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { hasNoWayBack, trafficRefusal } from '#components/services/service-actions.ts';
import { ServiceBadge } from '#components/services/service-badge.tsx';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import { useServiceMenu } from '#components/services/use-service-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Crumbs } from '#components/ui/crumbs.tsx';
import { MoreMenu } from '#components/ui/menu.tsx';
import { HeaderFact, PageHeader } from '#components/ui/page-header.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

type ServiceHeaderProps = { service: ServiceView; onOpen: (kind: ServiceDialogKind) => void };

export function ServiceHeader({ service, onOpen }: ServiceHeaderProps) {
  const t = useTranslations();
  return (
    <PageHeader
      crumbs={<Crumbs items={[{ label: t('services.title'), href: '/services' }, { label: service.name }]} />}
      title={service.name}
      beside={<ServiceBadge service={service} isBig />}
      meta={
        <>
          <Address url={service.url} />
          <span className="phone:hidden">
            <HeaderFact label={t('serviceDetail.releaseMode')}>
              {t(`serviceDetail.${service.releaseMode}`)}
            </HeaderFact>
          </span>
          {service.remark ? (
            <span className="max-w-120 truncate phone:hidden">
              <HeaderFact label={t('serviceDetail.remark')}>{service.remark}</HeaderFact>
            </span>
          ) : null}
        </>
      }
      actions={<Actions service={service} onOpen={onOpen} />}
    />
  );
}

/** Default domain, copy, 访问服务 (S0-14). */
function Address({ url }: { url: string }) {
  const t = useTranslations('services');
  return (
    <span className="flex min-w-0 items-center gap-0.5 phone:w-full">
      <span className="min-w-0 truncate pr-1 text-ink">{new URL(url).host}</span>
      <CopyButton text={url} label={t('copyAddress')} />
      <a
        href={url}
        target="_blank"
        rel="noopener"
        className={`${buttonStyle({ size: 'sm' })} ml-1.5 phone:ml-auto`}
      >
        <ExternalLink className="size-3.5" aria-hidden />
        {t('visit')}
      </a>
    </span>
  );
}

function Actions({ service, onOpen }: ServiceHeaderProps) {
  const t = useTranslations('services');
  const entries = useServiceMenu(service, onOpen);
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  return (
    <>
      {mayOperate ? (
        <Link href={newVersionPath(service.id)} className={buttonStyle({ intent: 'primary' })}>
          <Plus className="size-4" aria-hidden />
          {t('newVersion')}
        </Link>
      ) : null}
      {mayRelease ? (
        <>
          <ReleaseActions service={service} onOpen={onOpen} isMain={!mayOperate} />
          <MoreMenu size="icon" label={t('moreOf', { name: service.name })} entries={entries} />
        </>
      ) : (
        <Prediction service={service} onOpen={onOpen} />
      )}
    </>
  );
}

/** 匹配结果预测 for whoever may not open 流量配置, where the others find it. */
function Prediction({ service, onOpen }: ServiceHeaderProps) {
  const t = useTranslations('traffic');
  if (service.trafficMode !== 'rules') return null;
  return (
    <Button onClick={() => onOpen('predict')}>
      <Crosshair className="size-4" aria-hidden />
      {t('predictTitle')}
    </Button>
  );
}

/** `isMain`: what the reader comes for, because there is no 新建版本. */
function ReleaseActions({ service, onOpen, isMain }: ServiceHeaderProps & { isMain: boolean }) {
  const t = useTranslations('services');
  const refusal = trafficRefusal(service);
  return (
    <>
      <Button
        intent={isMain ? 'primary' : 'default'}
        disabledReason={refusal && t(refusal)}
        onClick={() => onOpen('traffic')}
      >
        {t('configureTraffic')}
      </Button>
      <Button
        className="phone:hidden"
        disabledReason={hasNoWayBack(service) ? t('nothingToRollBack') : undefined}
        onClick={() => onOpen('roll-back')}
      >
        <Undo2 className="size-4" aria-hidden />
        {t('rollBack')}
      </Button>
    </>
  );
}
