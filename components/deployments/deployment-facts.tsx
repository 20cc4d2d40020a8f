'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { Panel } from '#components/ui/panel.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

const STRATEGY = { full: 'full', 'keep-zero': 'keepZero', unchanged: 'unchanged' } as const;

/** Who, how, what; while it runs also the requests of the service meanwhile, and how many of them failed. */
export function DeploymentFacts({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  return (
    <Panel aria-label={t('facts')} className="mb-4">
      <dl className="flex flex-wrap gap-x-10 gap-y-3 px-4 py-2.5 phone:grid phone:grid-cols-2">
        <Fact label={t('by')}>
          {t.rich('byWhen', {
            name: deployment.createdByName,
            time: () => <TimeAgo at={deployment.createdAt} />,
          })}
        </Fact>
        <Fact label={t('way')}>
          <Way deployment={deployment} />
        </Fact>
        <Fact label={t('strategy')}>{t(STRATEGY[deployment.trafficStrategy])}</Fact>
        {deployment.fromSnapshotNumber === null ? null : (
          <Fact label={t('snapshots')}>
            {t('snapshotsValue', { from: deployment.fromSnapshotNumber, to: deployment.snapshotNumber })}
          </Fact>
        )}
        <Fact label={t(deployment.sourceKind === 'image' ? 'image' : 'code')}>
          <span className="font-mono text-xs [overflow-wrap:anywhere]">{deployment.image}</span>
        </Fact>
        {deployment.remark === '' ? null : <Fact label={t('remark')}>{deployment.remark}</Fact>}
        {deployment.state !== 'running' ? null : (
          <Fact label={t('requests')}>
            {t.rich('requestsValue', {
              requests: countText(deployment.requests),
              failed: countText(deployment.failedRequests ?? 0),
              b: (text) => <b>{text}</b>,
            })}
          </Fact>
        )}
      </dl>
    </Panel>
  );
}

/** 新建版本，镜像拉取; a rollback uploads nothing. */
function Way({ deployment: { kind, sourceKind, snapshotNumber } }: { deployment: DeploymentView }): string {
  const t = useTranslations();
  const way = t(`deployments.kinds.${kind}`, { number: snapshotNumber });
  if (kind === 'roll-back') return way;
  return t('deployments.wayJoined', { kind: way, uploadType: t(`versionDetail.uploadTypes.${sourceKind}`) });
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="text-ink">{children}</dd>
    </div>
  );
}
