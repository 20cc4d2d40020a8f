import type { RequestBucket } from '#db/stores/request-metrics.ts';
import type { VersionCounter } from '#server/gateway/version-counter.ts';

/** A second of a version in which nothing was counted yet. `at` in epoch seconds. */
export function emptyBucket(
  workerId: string,
  { serviceId, versionId }: VersionCounter,
  at: number,
): RequestBucket {
  return {
    ...{ workerId, serviceId, versionId, at },
    ...{ requests: 0, errors: 0, left: 0, broken: 0 },
    ...{ status1xx: 0, status2xx: 0, status3xx: 0, status4xx: 0, status5xx: 0 },
    ...{ bytesIn: 0, bytesOut: 0, peakInFlight: 0, latency: {}, coldStarts: {} },
  };
}

/** Adds what a counter has not been read of yet. */
export function addTo(bucket: RequestBucket, { running, peakInFlight }: VersionCounter): void {
  bucket.peakInFlight = Math.max(bucket.peakInFlight, peakInFlight);
  if (!running) return;
  const [left = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, broken = 0] = running.statuses;
  bucket.requests += running.requests;
  bucket.errors += s5 + broken;
  bucket.left += left;
  bucket.status1xx += s1;
  bucket.status2xx += s2;
  bucket.status3xx += s3;
  bucket.status4xx += s4;
  bucket.status5xx += s5;
  bucket.broken += broken;
  bucket.bytesIn += running.bytesIn;
  bucket.bytesOut += running.bytesOut;
  addSparse(bucket.latency, running.latency);
  addSparse(bucket.coldStarts, running.coldStarts);
}

function addSparse(sums: Record<string, number>, counts: Uint32Array): void {
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index] ?? 0;
    if (count > 0) sums[index] = (sums[index] ?? 0) + count;
  }
}
