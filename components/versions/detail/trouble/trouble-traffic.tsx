'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import type { TroubleProps } from '#components/versions/detail/trouble/trouble-notice.tsx';

type TrafficProps = Omit<TroubleProps, 'trouble'>;

/** Who is affected, and what still works. */
export function TroubleTraffic({ service, version }: TrafficProps) {
  const t = useTranslations('versionDetail.trouble.traffic');
  const state = trafficState({ service, version });
  return (
    <p className="col-span-full flex items-start gap-2 border-line border-t px-4 py-2.5 text-ink">
      <StatusIcon kind={ICON[state]} className="mt-0.5 size-4" />
      <span>
        {t.rich(state, {
          share: version.conditions.length > 0 ? t('byRules') : `${version.percent}%`,
          others: () => <Others service={service} version={version} />,
        })}
      </span>
    </p>
  );
}

const ICON = { paused: 'off', none: 'ok', ready: 'ok', all: 'fail', part: 'fail' } as const;

function trafficState({ service, version }: TrafficProps): keyof typeof ICON {
  if (service.isPaused) return 'paused';
  if (!version.hasTraffic) return 'none';
  if (version.readyInstances > 0) return 'ready';
  return healthyOthers({ service, version }).length > 0 ? 'part' : 'all';
}

function healthyOthers({ service, version }: TrafficProps): ServingVersion[] {
  return service.serving.filter(({ id, readyInstances }) => id !== version.id && readyInstances > 0);
}

type ServingVersion = TroubleProps['service']['serving'][number];

function Others(props: TrafficProps) {
  const t = useTranslations();
  return healthyOthers(props).map(({ id, name, percent, conditions }, index) => (
    <Fragment key={id}>
      {index === 0 ? '' : t('deployments.nameComma')}
      <span className="whitespace-nowrap">
        <b>{name}</b> {conditions.length > 0 ? t('deployments.byRules') : `${percent}%`}
      </span>
    </Fragment>
  ));
}
