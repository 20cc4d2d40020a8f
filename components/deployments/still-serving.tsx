'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** What still works, with the figure of requests and failures. */
export function StillServing({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const { requests, failedRequests, service } = deployment;
  const hasServing = service.serving.length > 0;
  return (
    <p className="col-span-full flex items-start gap-2 border-line border-t px-4 py-2.5 text-ink">
      <StatusIcon kind={hasServing ? 'ok' : 'off'} className="mt-0.5 size-4" />
      <span>
        {hasServing
          ? t.rich(requests === 0 ? 'unaffectedNoRequests' : 'unaffected', {
              serving: () => <Shares serving={service.serving} />,
              requests: countText(requests),
              failed: countText(failedRequests ?? 0),
            })
          : t('nothingServing')}
      </span>
    </p>
  );
}

function Shares({ serving }: { serving: DeploymentView['service']['serving'] }) {
  const t = useTranslations('deployments');
  return serving.map(({ id, name, percent }, index) => (
    <Fragment key={id}>
      {index === 0 ? '' : t('nameComma')}
      <span className="whitespace-nowrap">
        <b>{name}</b> {percent}%
      </span>
    </Fragment>
  ));
}
