'use client';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** What still works, with the figure of requests and failures. */
export function StillServing({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const { serving } = deployment.service;
  const hasServing = serving.length > 0;
  const names = serving.map(({ name, percent }) => t('share', { name, percent })).join(t('nameComma'));
  return (
    <p className="col-span-full flex items-start gap-2 border-line border-t px-4 py-2.5 text-ink">
      <StatusIcon kind={hasServing ? 'ok' : 'off'} className="mt-0.5 size-4" />
      <span>
        {!hasServing
          ? t('nothingServing')
          : deployment.requests === 0
            ? t('unaffectedNoRequests', { serving: names })
            : t('unaffected', {
                serving: names,
                requests: countText(deployment.requests),
                failed: countText(deployment.failedRequests ?? 0),
              })}
      </span>
    </p>
  );
}
