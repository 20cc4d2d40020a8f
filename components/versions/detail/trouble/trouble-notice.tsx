'use client';
// A version that came live and is not well any more explains itself at the top of its page, in the way a failed
// deployment does: what happened to its instances, what to do, and what still works.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { ErrorDetails, Explained, Fact, Facts } from '#components/deployments/explained.tsx';
import { LastLines } from '#components/deployments/last-lines.tsx';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { InstanceLogDialog } from '#components/versions/detail/trouble/instance-log-dialog.tsx';
import { TroubleAdvice } from '#components/versions/detail/trouble/trouble-advice.tsx';
import { TroubleTraffic } from '#components/versions/detail/trouble/trouble-traffic.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { TroubleView } from '#server/api/views/trouble-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

/** What is over fades by time alone, of which nobody tells. */
const READ_AGAIN_MS = 30_000;

export type TroubleProps = { service: ServiceView; version: VersionView; trouble: TroubleView };

/** Nothing while the version is well. */
export function TroubleNotice({ service, version }: Omit<TroubleProps, 'trouble'>) {
  const trpc = useTRPC();
  const { data: trouble } = useQuery(
    trpc.versions.trouble.queryOptions({ versionId: version.id }, { refetchInterval: READ_AGAIN_MS }),
  );
  const [openLog, setOpenLog] = useState<string>();
  if (!trouble) return null;
  return (
    <Explained>
      <Details version={version} trouble={trouble} />
      <TroubleAdvice service={service} version={version} trouble={trouble} onViewLog={setOpenLog} />
      <TroubleTraffic service={service} version={version} />
      {openLog === undefined ? null : (
        <InstanceLogDialog
          versionId={version.id}
          instanceId={openLog}
          onClose={() => setOpenLog(undefined)}
        />
      )}
    </Explained>
  );
}

function Details({ version, trouble }: Omit<TroubleProps, 'service'>) {
  const t = useTranslations();
  const endingText = useEndingText();
  const ready = version.readyInstances;
  return (
    <ErrorDetails>
      <p className="text-ink [overflow-wrap:anywhere]">
        {t.rich('versionDetail.trouble.line', {
          label: t(ready > 0 ? 'versionDetail.trouble.unstable' : 'versionStates.abnormal'),
          state: t(ready > 0 ? 'versionDetail.trouble.someReady' : 'versionDetail.trouble.down', { ready }),
          ending: endingText(trouble),
          b: (text) => <b>{text}</b>,
        })}
      </p>
      {trouble.kind === 'missing' ? null : (
        <Facts>
          <Fact label={t('versionDetail.trouble.restarts')}>
            {t('versionDetail.trouble.restartsValue', { count: trouble.failures })}
          </Fact>
          <Fact label={t('versionDetail.trouble.endedAt')}>
            <TimeAgo at={trouble.endedAt} />
          </Fact>
          <Fact label={t('versionDetail.trouble.instance')}>
            <span className="font-mono text-xs">{trouble.instanceId}</span>
          </Fact>
        </Facts>
      )}
      <LastLines lines={trouble.logTail} />
    </ErrorDetails>
  );
}

function useEndingText(): (trouble: TroubleView) => string {
  const t = useTranslations('versionDetail.trouble.endings');
  const durationText = useDurationText();
  return (trouble) => {
    if (trouble.kind === 'missing') return t('missing');
    const exitCode = trouble.exitCode ?? '-';
    return t(trouble.kind, { duration: durationText(trouble.ranMs), exitCode, code: String(exitCode) });
  };
}
