import type { ServiceView } from '#server/api/views/service-view.ts';

/** Why an action on a service is not to be had now, as a text of `services`; undefined where it is. */
export function trafficRefusal(service: ServiceView): 'pausedNoTraffic' | 'noTrafficToConfigure' | undefined {
  if (service.isPaused) return 'pausedNoTraffic';
  return service.serving.length === 0 ? 'noTrafficToConfigure' : undefined;
}

/** True where no version could be gone back to, whatever state they are in. */
export function hasNoWayBack({
  serving,
  versionCount,
}: Pick<ServiceView, 'serving' | 'versionCount'>): boolean {
  return serving.length === 0 || versionCount < 2;
}
