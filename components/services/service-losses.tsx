'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Notice } from '#components/ui/notice.tsx';
import { useVersionStateText } from '#components/versions/version-status.tsx';
import type { DeletionView } from '#server/api/views/deletion-view.ts';

/** Everything that goes with a service, by name, and what speaks against it now. */
export function ServiceLosses({ losses }: { losses: DeletionView }) {
  const t = useTranslations('services');
  const { versions, instances, images, requests, deployingName } = losses;
  return (
    <>
      {requests > 0 ? <Notice kind="fail">{t('stillServes', { count: requests })}</Notice> : null}
      {deployingName === null ? null : (
        <Notice kind="note">{t('deploymentGoes', { name: deployingName })}</Notice>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard */}
      <section aria-label={t('losses')} tabIndex={0} className="max-h-64 overflow-auto">
        <dl className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm [&_dd]:text-ink">
          <Loss name={t('lossVersions', { count: versions.length })}>
            <VersionLosses versions={versions} />
          </Loss>
          <Loss name={t('lossInstances')}>{t('lossInstancesText', { count: instances })}</Loss>
          <Loss name={t('lossImages')}>
            {images.length === 0 ? t('lossNoImages') : <Lines texts={images.map((one) => one.reference)} />}
          </Loss>
          <Loss name={t('lossDomain')}>
            <Lines texts={[hostOf(losses.url)]} />
            {t('lossDomainText')}
          </Loss>
          <Loss name={t('lossTestAddresses')}>
            {versions.length === 0 ? '-' : <Lines texts={versions.map((one) => hostOf(one.testUrl))} />}
          </Loss>
        </dl>
      </section>
    </>
  );
}

function Loss({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function VersionLosses({ versions }: Pick<DeletionView, 'versions'>) {
  const t = useTranslations('services');
  const stateText = useVersionStateText();
  if (versions.length === 0) return t('noVersionYet');
  return (
    <ul>
      {versions.map(({ id, name, state }) => (
        <li key={id} className="flex justify-between gap-3">
          <span className="truncate">{name}</span>
          <span className="whitespace-nowrap text-ink-3">{stateText(state)}</span>
        </li>
      ))}
    </ul>
  );
}

function Lines({ texts }: { texts: readonly string[] }) {
  return (
    <ul>
      {texts.map((text) => (
        <li key={text} className="break-all">
          {text}
        </li>
      ))}
    </ul>
  );
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}
