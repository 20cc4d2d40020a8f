// What is promised of a flood: issue "Logs", docs/decisions/031-logs.md.
import type { FloodFigures } from '#bench/flood/measure.ts';

/** A service keeps 256 MB of lines unless set otherwise; the log file of SQLite beside it, and the gray service's. */
const MOST_STORE_BYTES = 320 * 1024 * 1024;
/** Two files of 10 MB, of which the newer may be a little more. */
const MOST_ENGINE_BYTES = 24 * 1024 * 1024;
/** A person who changes the traffic waits no longer than this, on a machine that has hardly a core left. */
const MOST_SWITCH_MS = 1_000;

/** Each promise that was not kept, in words. */
export function missesOf({ flood, calm, during, disk }: FloodFigures): string[] {
  const isBroken: [string, boolean][] = [
    ['a line of the calm service is missing', calm.missing > 0],
    ['a line of the calm service is stored twice', calm.doubled > 0],
    ['lines of the calm service are out of order', !calm.isInOrder],
    ['what was dropped is not counted', flood.stored.dropped === 0],
    ['a request failed', during.requests.failed > 0],
    ['the store grew too large', disk.most.store > MOST_STORE_BYTES],
    ['the log of the engine grew too large', (disk.most.engine ?? 0) > MOST_ENGINE_BYTES],
    ['a change of the traffic waited', during.switchMs.largest > MOST_SWITCH_MS],
  ];
  return isBroken.filter(([, is]) => is).map(([promise]) => promise);
}
