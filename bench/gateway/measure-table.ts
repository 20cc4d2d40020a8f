// Whether many services make requests dearer, and what one change of routes does to the traffic beside it.
import path from 'node:path';
import { figuresOf } from '#bench/figures.ts';
import { startWorker, withDb } from '#bench/gateway/cloudberth.ts';
import { freePorts } from '#bench/gateway/free-ports.ts';
import { costOf, cpuUsPerRequest, warmUp } from '#bench/gateway/measure-cpu.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { figuresBy, type Row, type Section } from '#bench/gateway/report.ts';
import { interleave } from '#bench/gateway/rounds.ts';
import { changeRoutes } from '#bench/gateway/route-changes.ts';
import { benchRoutes, routesOf } from '#bench/gateway/routes.ts';
import { saveRoutes } from '#db/stores/routes.ts';

type Worker = { name: string; pid: number; port: number; dataDir: string };

export async function measureTable(bench: Bench): Promise<Section> {
  await using running = new AsyncDisposableStack();
  const few = await startWith(bench, 0, running);
  const many = await startWith(bench, bench.plan.services, running);
  const cpu = await costRow(bench, [few, many]);
  return { title: 'Services in the table', rows: [cpu, ...(await changeRows(bench, [few, many]))] };
}

async function costRow({ plan }: Bench, workers: readonly Worker[]): Promise<Row> {
  for (const worker of workers) await warmUp(worker, plan.warmUpRequests);
  const costs = await interleave(workers, plan.rounds, (worker) => costOf(worker, plan.seconds));
  return { id: 'table-cpu', title: 'CPU a request', unit: 'µs', figures: figuresBy(costs, cpuUsPerRequest) };
}

async function changeRows(bench: Bench, workers: readonly Worker[]): Promise<Row[]> {
  const measured = new Map<string, Awaited<ReturnType<typeof changeRoutes>>>();
  for (const worker of workers) measured.set(worker.name, await changeRoutes(worker, bench));
  const rowOf = (id: Row['id'], title: string, read: (result: Result) => number[]): Row => ({
    id,
    title,
    unit: 'ms',
    figures: Object.fromEntries([...measured].map(([name, result]) => [name, figuresOf(read(result))])),
  });
  return [
    rowOf('table-apply', 'one change of routes, CPU', ({ cpuMs }) => [cpuMs]),
    rowOf(undefined, 'from commit to acknowledgement', ({ acknowledgedMs }) => acknowledgedMs),
    rowOf('table-pause', 'longest request while routes change', ({ longestMs }) => [longestMs]),
    rowOf(undefined, 'longest request otherwise', ({ longestOtherwiseMs }) => [longestOtherwiseMs]),
  ];
}

type Result = Awaited<ReturnType<typeof changeRoutes>>;

async function startWith({ backends, folder }: Bench, others: number, running: AsyncDisposableStack) {
  const dataDir = path.join(folder, `table-${others}`);
  await withDb(dataDir, (db) => {
    const names = Array.from({ length: others }, (_, index) => `other-${index}`);
    db.transaction(() => {
      for (const routes of benchRoutes(backends)) saveRoutes(db, routes.serviceId, routes);
      for (const name of names) saveRoutes(db, name, routesOf(name, backends.versions));
    });
  });
  const [port = 0] = await freePorts(1);
  const { pid } = running.use(await startWorker({ dataDir, port }));
  return { name: `${others + 2} services`, pid, port, dataDir };
}
