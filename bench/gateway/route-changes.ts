import { setTimeout as pause } from 'node:timers/promises';
import type { Version } from '#bench/gateway/backends.ts';
import { withDb } from '#bench/gateway/cloudberth.ts';
import { runLoad } from '#bench/gateway/load.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { cpuUsOf } from '#bench/gateway/process-cost.ts';
import { SPLIT_HOST } from '#bench/gateway/proxy.ts';
import { routesOf } from '#bench/gateway/routes.ts';
import type { Db } from '#db/open.ts';
import { listWorkers } from '#db/stores/gateway-workers.ts';
import { saveRoutes } from '#db/stores/routes.ts';

const CHANGES = 50;
const WARM_UP_CHANGES = 20;
const DEADLINE_MS = 10_000;
/** 1,000 requests a second at moments of their own. */
const TRAFFIC = { host: SPLIT_HOST, connections: 64, pauseMs: 64 };

type Worker = { pid: number; port: number; dataDir: string };

export type RouteChanges = {
  /** Processor time of one change, which is how long nothing else is done; measured without traffic. */
  cpuMs: number;
  /** Each change, with the wait until the worker looks at the file. */
  acknowledgedMs: number[];
  longestMs: number;
  /** The same traffic without changes. */
  longestOtherwiseMs: number;
};

/** Changes the shares of one service again and again, first without traffic, then within it. */
export async function changeRoutes(worker: Worker, { plan, backends }: Bench): Promise<RouteChanges> {
  return withDb(worker.dataDir, async (db) => {
    const change = () => changeOnce(db, backends.versions);
    const { cpuMs, acknowledgedMs } = await changeMany(worker, change);
    const seconds = plan.seconds * 2;
    const traffic = { ...TRAFFIC, url: `http://127.0.0.1:${worker.port}/`, seconds };
    const otherwise = await runLoad(traffic);
    const busy = runLoad(traffic);
    const until = performance.now() + (seconds - 0.5) * 1000;
    while (performance.now() < until) await change().then(() => pause(50));
    const longestMs = (await busy).maxUs / 1000;
    return { cpuMs, acknowledgedMs, longestMs, longestOtherwiseMs: otherwise.maxUs / 1000 };
  });
}

async function changeMany(worker: Worker, change: () => Promise<number>) {
  for (let index = 0; index < WARM_UP_CHANGES; index += 1) await change();
  const acknowledgedMs: number[] = [];
  const before = cpuUsOf(worker.pid);
  for (let index = 0; index < CHANGES; index += 1) acknowledgedMs.push(await change());
  return { acknowledgedMs, cpuMs: (cpuUsOf(worker.pid) - before) / CHANGES / 1000 };
}

let turn = 0;

/** Milliseconds from the commit until the worker serves the new shares. */
async function changeOnce(db: Db, versions: readonly Version[]): Promise<number> {
  turn += 1;
  const shares = [70 - (turn % 10), 20 + (turn % 10), 10];
  const changed = versions.map((version, index) => ({ ...version, percent: shares[index] ?? 0 }));
  const revision = saveRoutes(db, 'split', routesOf('split', changed));
  const committedAt = performance.now();
  while (!listWorkers(db).every(({ servedRevision }) => servedRevision >= revision)) {
    if (performance.now() - committedAt > DEADLINE_MS)
      throw new Error('the gateway does not take routes over');
    await pause(1);
  }
  return performance.now() - committedAt;
}
