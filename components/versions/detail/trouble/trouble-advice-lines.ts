import type { ServiceView } from '#server/api/views/service-view.ts';
import type { TroubleView } from '#server/api/views/trouble-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

/** Texts of `versionDetail.trouble.advice`. */
export type AdviceLine = 'log' | 'machine' | 'traffic' | 'history' | 'edit' | 'waits';

/** What helps against this trouble, in the order in which it is to be tried. */
export function troubleAdvice(
  { kind }: Pick<TroubleView, 'kind'>,
  { hasTraffic, snapshotNumber }: Pick<VersionView, 'hasTraffic' | 'snapshotNumber'>,
  { versionCount }: Pick<ServiceView, 'versionCount'>,
): AdviceLine[] {
  const isOfMachine = kind === 'missing' || kind === 'not-started' || kind === 'vanished';
  return [
    isOfMachine ? 'machine' : 'log',
    ...(hasTraffic && versionCount > 1 ? (['traffic'] as const) : []),
    ...(snapshotNumber > 1 ? (['history'] as const) : []),
    'edit',
    ...(kind === 'exited' || kind === 'not-ready' ? (['waits'] as const) : []),
  ];
}
