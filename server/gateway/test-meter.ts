import type { Meter } from '#server/gateway/meter.ts';

/** For tests: one request from its beginning to its end. */
export function countOne(meter: Meter, serviceId: string, isError = false): void {
  const counter = meter.counterOf(serviceId, 'v');
  counter.started();
  counter.finished(isError ? 500 : 200, 1, 0, 0);
}
