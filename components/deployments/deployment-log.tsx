'use client';
import { useTranslations } from 'use-intl/react';
import { type LogSource, logFile, logLinesOf, MOST_LINES } from '#components/deployments/log-lines.ts';
import { useDeploymentLog } from '#components/deployments/use-deployment-log.ts';
import { usePlatformWords } from '#components/deployments/use-platform-words.ts';
import { LogView } from '#components/ui/log-view.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { saveText } from '#components/ui/save-text.ts';
import { Segmented } from '#components/ui/segmented.tsx';

type DeploymentLogProps = {
  deploymentId: string;
  versionName: string;
  isRunning: boolean;
  /** It has a build log as well. */
  isBuilt: boolean;
  source: LogSource;
  onSourceChange: (source: LogSource) => void;
};

/** What the platform did and what the instances printed, live. */
export function DeploymentLog({
  deploymentId,
  versionName,
  isRunning,
  isBuilt,
  source,
  onSourceChange,
}: DeploymentLogProps) {
  const t = useTranslations('deployments');
  const log = useDeploymentLog(deploymentId);
  const inWords = usePlatformWords();
  const lines = inWords(logLinesOf(log.entries, source));
  return (
    <div className="flex min-h-0 min-w-0 flex-col phone:h-120">
      {log.isCutOff ? (
        <Notice kind="note" className="border-line border-b px-4 py-2">
          {t('logLost')}
        </Notice>
      ) : null}
      {log.count === log.entries.length ? null : (
        <Notice kind="note" className="border-line border-b px-4 py-2">
          {t('logShortened', { count: MOST_LINES })}
        </Notice>
      )}
      <LogView
        label={t('log')}
        lines={lines}
        isLive={isRunning && !log.isCutOff}
        emptyText={log.entries.length === 0 ? t('logWaiting') : t('logNone')}
        onDownload={() => saveText(`${versionName}.log`, logFile(log.entries))}
        className="flex-1"
        tools={
          <Segmented
            size="sm"
            aria-label={t('logSource')}
            value={source}
            onChange={onSourceChange}
            options={[
              { value: 'all', label: t('logAll') },
              ...(isBuilt ? [{ value: 'build' as const, label: t('logBuild') }] : []),
              { value: 'platform', label: t('logPlatform') },
              { value: 'instances', label: t('logInstances') },
            ]}
          />
        }
      />
    </div>
  );
}
