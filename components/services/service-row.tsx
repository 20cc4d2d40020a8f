'use client';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { RulesCell } from '#components/services/rules-cell.tsx';
import { trafficRefusal } from '#components/services/service-actions.ts';
import { ServiceAddress } from '#components/services/service-address.tsx';
import { ServiceBadge } from '#components/services/service-badge.tsx';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { servicePath } from '#components/services/service-paths.ts';
import { useServiceMenu } from '#components/services/use-service-menu.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { MoreMenu } from '#components/ui/menu.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { SplitCell } from '#components/ui/split-cell.tsx';
import { RowActions, Td, Tr } from '#components/ui/table.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { versionDigits } from '#server/domain/naming.ts';

const PHONE_ROW =
  'phone:grid phone:grid-cols-[minmax(0,1fr)_auto_36px] phone:items-center phone:gap-x-3 phone:gap-y-2 phone:border-line-soft phone:border-b phone:py-3 phone:pr-2 phone:pl-4 phone:last:border-b-0';
const PHONE_CELL = 'phone:h-auto phone:border-0 phone:p-0 phone:first:pl-0 phone:last:pr-0';

type ServiceRowProps = { service: ServiceView; onOpen: (kind: ServiceDialogKind) => void };

export function ServiceRow({ service, onOpen }: ServiceRowProps) {
  return (
    <Tr aria-label={service.name} className={PHONE_ROW}>
      <Td isName className={`${PHONE_CELL} truncate`}>
        <Link href={servicePath(service.id)} title={service.name} className="hover:text-primary">
          {service.name}
        </Link>
      </Td>
      <Td className={PHONE_CELL}>
        <ServiceBadge service={service} />
      </Td>
      <Td className={`${PHONE_CELL} phone:col-span-2 phone:row-start-2`}>
        <TrafficCell service={service} />
      </Td>
      <Td className="phone:hidden">
        <AddressCell service={service} />
      </Td>
      <Td className="truncate phone:hidden">{service.remark || '-'}</Td>
      <Td className="text-ink-3 text-sm phone:hidden">
        <TimeAgo at={service.createdAt} />
      </Td>
      <Td className="text-ink-3 text-sm phone:hidden">
        <TimeAgo at={service.updatedAt} />
      </Td>
      <Td className={`${PHONE_CELL} phone:col-start-3 phone:row-span-2 phone:row-start-1`}>
        <ActionsCell service={service} onOpen={onOpen} />
      </Td>
    </Tr>
  );
}

function TrafficCell({ service }: { service: ServiceView }) {
  const t = useTranslations('services');
  const series = seriesByVersion(service.serving);
  if (service.trafficMode === 'rules' && !service.isPaused) return <RulesCell service={service} />;
  const shares = service.serving.map(({ id, number, percent }) => ({
    key: id,
    name: versionDigits(number),
    percent,
    series: series.get(id) ?? 'base',
  }));
  return <SplitCell shares={service.isPaused ? [] : shares} note={t(noTrafficNote(service))} />;
}

/** Why a service has no traffic. */
function noTrafficNote(service: ServiceView) {
  if (service.isPaused) return 'stoppedTraffic';
  if (service.runningDeploymentId !== null) return 'firstVersionDeploying';
  return service.versionCount === 0 ? 'noVersionYet' : 'noVersionServes';
}

function AddressCell({ service: { name, url } }: { service: ServiceView }) {
  const t = useTranslations('services');
  return (
    <div className="flex items-center text-ink-3">
      <ServiceAddress url={url} className="mr-auto text-sm" />
      <CopyButton text={url} label={t('copyAddressOf', { name })} />
      <a
        href={url}
        target="_blank"
        rel="noopener"
        aria-label={t('visitOf', { name })}
        className={buttonStyle({ intent: 'quiet', size: 'xs' })}
      >
        <ExternalLink className="size-3.5" aria-hidden />
      </a>
    </div>
  );
}

function ActionsCell({ service, onOpen }: ServiceRowProps) {
  const t = useTranslations('services');
  const entries = useServiceMenu(service, onOpen);
  const mayRelease = useMay('release', service.environmentId);
  const refusal = trafficRefusal(service);
  return (
    <RowActions className="phone:mr-0">
      {mayRelease ? (
        <Button
          intent="row"
          size="row"
          className="group-hover/row:not-data-disabled:text-primary phone:hidden"
          disabledReason={refusal && t(refusal)}
          onClick={() => onOpen('traffic')}
        >
          {t('configureTraffic')}
        </Button>
      ) : null}
      <MoreMenu label={t('moreOf', { name: service.name })} entries={entries} />
    </RowActions>
  );
}
