'use client';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { LogRetention } from '#components/logs/log-retention.tsx';
import { QueryLogging } from '#components/requests/query-logging.tsx';
import { ScalingPanel } from '#components/scaling/scaling-panel.tsx';
import { InternalAddress } from '#components/services/internal-address.tsx';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { SettingsForm } from '#components/services/settings-form.tsx';
import { useEnvironments } from '#components/shell/current-environment.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Panel, PanelSection } from '#components/ui/panel.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

type SettingsTabProps = { service: ServiceView; onOpen: (kind: ServiceDialogKind) => void };

/** 服务设置: what is for life, what may be changed, off the air and back, and at the bottom the end of it. */
export function SettingsTab({ service, onOpen }: SettingsTabProps) {
  const t = useTranslations();
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  return (
    <Panel aria-label={t('serviceDetail.settings')}>
      <PanelSection title={t('serviceDetail.basics')}>
        <Basics service={service} />
      </PanelSection>
      <PanelSection title={t(mayOperate ? 'serviceDetail.change' : 'serviceDetail.chosen')}>
        {mayOperate ? <SettingsForm key={service.id} service={service} /> : <Settings service={service} />}
      </PanelSection>
      <ScalingPanel service={service} />
      <PanelSection title={t('requests.queries')}>
        <QueryLogging serviceId={service.id} mayChange={mayOperate} />
      </PanelSection>
      <PanelSection title={t('logs.retention')}>
        <LogRetention serviceId={service.id} mayChange={mayOperate} />
      </PanelSection>
      {mayRelease ? (
        <PanelSection title={t('serviceDetail.airtime')}>
          <Airtime service={service} onOpen={onOpen} />
        </PanelSection>
      ) : null}
      {mayOperate ? (
        <PanelSection title={t('serviceDetail.deletion')}>
          <Deletion onOpen={onOpen} />
        </PanelSection>
      ) : null}
    </Panel>
  );
}

const FACTS =
  'grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-4 gap-y-2 [&_dd]:min-w-0 [&_dd]:text-ink';

/** 备注 and 发布模式 for who may only see them. */
function Settings({ service: { remark, releaseMode } }: { service: ServiceView }) {
  const t = useTranslations('serviceDetail');
  return (
    <dl className={FACTS}>
      <dt>{t('remark')}</dt>
      <dd>{remark || '-'}</dd>
      <dt>{t('releaseMode')}</dt>
      <dd>
        {t(releaseMode)}
        <span className="ml-2 text-ink-3">{t(`${releaseMode}Hint`)}</span>
      </dd>
    </dl>
  );
}

function Basics({ service }: { service: ServiceView }) {
  const t = useTranslations('serviceDetail');
  const services = useTranslations('services');
  const regions = useTranslations('regions');
  const environment = useEnvironments().find(({ id }) => id === service.environmentId);
  return (
    <dl className={FACTS}>
      <dt>{t('name')}</dt>
      <dd>{service.name}</dd>
      <dt>{t('defaultDomain')}</dt>
      <dd className="flex items-center gap-1">
        <span className="truncate">{new URL(service.url).host}</span>
        <CopyButton text={service.url} label={t('copyDefaultDomain')} />
      </dd>
      <dt>{services('privateNetwork')}</dt>
      <dd className="flex gap-2">
        {service.network?.name ?? '-'}
        <span className="text-ink-3">{service.network?.subnet}</span>
      </dd>
      <dt>{services('internalAddress')}</dt>
      <dd>
        <InternalAddress address={service.internalUrl} hint={services('internalNameHint')} />
      </dd>
      <dt>{t('createdAt')}</dt>
      <dd>
        <TimeAgo at={service.createdAt} />
      </dd>
      <dt>{t('environment')}</dt>
      <dd className="flex gap-2">
        {environment?.alias ?? '-'}
        {environment ? <span className="text-ink-3">{regions(environment.region)}</span> : null}
      </dd>
    </dl>
  );
}

function Airtime({ service, onOpen }: SettingsTabProps) {
  const t = useTranslations();
  const { isPaused } = service;
  return (
    <Offer text={t(isPaused ? 'serviceDetail.resumeHint' : 'serviceDetail.pauseHint')}>
      <Button onClick={() => onOpen(isPaused ? 'resume' : 'pause')}>
        {t(isPaused ? 'services.resume' : 'services.pause')}
      </Button>
    </Offer>
  );
}

function Deletion({ onOpen }: Pick<SettingsTabProps, 'onOpen'>) {
  const t = useTranslations();
  return (
    <Offer text={t('serviceDetail.deleteHint')}>
      <Button intent="danger" onClick={() => onOpen('delete-whole')}>
        {t('services.delete')}
      </Button>
    </Offer>
  );
}

/** What would follow, and the button that does it. */
function Offer({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-72">{text}</p>
      {children}
    </div>
  );
}
