// The gateway carries the traffic, and needs nobody to do so. A request is matched, split and sent with what is in
// memory: there is no database in its path, and no `await` between the choice of an instance and counting it in.
//   listener → entrance (table, choice, visit) → exchange (pick, upstream, forward) → instance
// A request for a version without an instance waits in the hold, which asks for one, until the routes have it; a
// browser sees a page meanwhile (waiting-page), and what the wake came to is noted (wake).
// Beside the path, one watch on berth.db swaps the table for every change and acknowledges it, one timer stores the
// counts in metrics.db. Both leave things as they are when the database does not answer, and try again. If console
// and deployer are gone, the last routes are served; at a start they are loaded before the first visitor is let in.
import { randomUUID } from 'node:crypto';
import {
  berthFile,
  leaveCheckpoints,
  type MetricsDb,
  metricsFile,
  openDb,
  openMetricsDb,
  setLockPatience,
} from '#db/open.ts';
import { usualColdStartMs } from '#db/stores/cold-starts.ts';
import { removeWorker, saveWorker } from '#db/stores/gateway-workers.ts';
import { listRoutesAfter } from '#db/stores/routes.ts';
import { saveWakeRequests } from '#db/stores/wake-requests.ts';
import { watchDb } from '#db/watch.ts';
import type { Times } from '#server/domain/times.ts';
import { Acknowledgement } from '#server/gateway/acknowledgement.ts';
import { openAdmin } from '#server/gateway/admin.ts';
import { openCertificates } from '#server/gateway/certificates.ts';
import { CookieFence } from '#server/gateway/cookie-fence.ts';
import { removeDeadWorkers } from '#server/gateway/dead-workers.ts';
import { Deadlines } from '#server/gateway/deadlines.ts';
import { Entrance } from '#server/gateway/entrance.ts';
import { Hold } from '#server/gateway/hold.ts';
import { DEFAULT_LIMITS, type Limits, shortestOf } from '#server/gateway/limits.ts';
import { Listener } from '#server/gateway/listener.ts';
import { Meter } from '#server/gateway/meter.ts';
import { MetricsWriter } from '#server/gateway/metrics-writer.ts';
import { RequestLog } from '#server/gateway/request-log.ts';
import { RouteFollower } from '#server/gateway/route-follower.ts';
import { RouteTable } from '#server/gateway/table.ts';
import { Upstreams } from '#server/gateway/upstreams.ts';
import { Wakes } from '#server/gateway/wake.ts';
import { WakeCalls } from '#server/gateway/wake-calls.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

/** A change of the routes is seen within this time; a poll costs microseconds. */
const POLL_MS = 10;
/** When the last request is answered, nobody is kept waiting by a lock. */
const LAST_PATIENCE_MS = 5_000;

export type GatewayOptions = {
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  /** File descriptor of a socket that is listened on instead; whoever gave it keeps the port open. */
  socket?: number;
  /** For HTTPS; 0 takes any free port, absent: none. */
  tlsPort?: number | undefined;
  baseDomain: string;
  /** Where people sign in, without a slash at the end. */
  consoleUrl: string;
  times: Pick<Times, 'drainDeadlineMs' | 'workerSilentMs' | 'holdMs' | 'waitingPageMs'>;
  /** Where they differ from the usual ones. */
  limits?: Partial<Limits>;
  /** Addresses and networks (CIDR) whose X-Forwarded-* fields are believed. */
  trustedProxies?: readonly string[];
  /** First port for `/metrics` on loopback; 0 or absent: none. */
  adminPort?: number;
};

export type Gateway = {
  workerId: string;
  port: number;
  /** 0 where it takes no TLS. */
  tlsPort: number;
  /**
   * Finishes what is in flight, stores the counts and takes its leave. Gives the number of requests cut off.
   * Asking again waits for the same end.
   */
  stop(): Promise<number>;
};

/** Starts one worker on a migrated data folder. Throws where the port or a file cannot be had. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  using starting = new DisposableStack();
  const { dataDir, baseDomain, consoleUrl, times } = options;
  const workerId = randomUUID();
  const db = openDb(berthFile(dataDir), 'NORMAL');
  starting.defer(() => db.$client.close());
  const metrics = openMetricsDb(metricsFile(dataDir));
  starting.defer(() => metrics.$client.close());
  // The deployer writes both, and no visitor waits for it.
  for (const file of [db, metrics]) leaveCheckpoints(file);
  removeDeadWorkers(db, metrics, Date.now(), times.workerSilentMs);

  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const deadlines = new Deadlines(shortestOf(limits));
  starting.defer(() => deadlines.close());
  const meter = new Meter(workerId, Date.now);
  const upstreams = new Upstreams({ limits, deadlines }, meter.instances, () =>
    acknowledgement.inFlightChanged(),
  );
  starting.defer(() => upstreams.close());
  const acknowledgement = new Acknowledgement(
    { id: workerId, pid: process.pid, startedAt: Date.now() },
    { save: (worker) => saveWorker(db, worker), inFlight: () => upstreams.leavingInFlight() },
  );
  starting.defer(() => {
    acknowledgement.close();
    removeWorker(db, workerId);
  });
  const log = new RequestLog();
  const table = new RouteTable(baseDomain, upstreams, { meter, log }, keyOf(dataDir, 'visitor'));
  const wakes = new Wakes(Date.now);
  const hold = new Hold({
    deadlines,
    holdMs: times.holdMs,
    waitingPageMs: times.waitingPageMs,
    wakes,
    limits,
    findVersion: (version) => table.findVersion(version),
    onAwaited: (version) => wakeCalls.call(version),
  });
  const wakeCalls = starting.use(
    new WakeCalls({
      save: (requests) => saveWakeRequests(db, requests),
      isAwaited: (version) => hold.isAwaited(version),
      now: Date.now,
    }),
  );
  const follower = new RouteFollower({
    readAfter: (revision) => listRoutesAfter(db, revision),
    replace: (rows) => {
      table.replace(rows);
      hold.routed();
    },
    onServed: (revision) => acknowledgement.served(revision),
    onFailed: (error) => console.error('The routes cannot be read; the last ones are served.', error),
  });
  starting.use(follower);
  const certificates = options.tlsPort === undefined ? undefined : openCertificates(db, dataDir);
  const watch = watchDb(
    berthFile(dataDir),
    () => {
      follower.follow();
      certificates?.reload();
    },
    POLL_MS,
  );
  starting.defer(() => watch.close());
  const writer = starting.use(new MetricsWriter({ db, metrics }, { meter, log, table, wakes }, workerId));

  const visitKey = keyOf(dataDir, 'visit');
  const fence = new CookieFence(baseDomain, consoleUrl);
  const clock = { now: Date.now, random: Math.random };
  const entrance = new Entrance(
    table,
    {
      ...{ consoleUrl, fence, visitKey, limits, deadlines, hold, wakes, ...clock },
      holdMs: times.holdMs,
      usualColdStartMs: (versionId) => usualColdStart(metrics, versionId),
    },
    (connection, isClosed) => listener.onOver(connection, isClosed),
  );
  const listener = new Listener(entrance, trustedProxies(options.trustedProxies ?? []));
  writer.start();
  follower.follow();
  const port = await listener.listen(
    options.socket === undefined ? { port: options.port } : { fd: options.socket },
  );
  const tlsPort = certificates
    ? await listener.listenSecurely(options.tlsPort ?? 0, (name) => certificates.contextFor(name))
    : 0;
  const instancesOut = () => upstreams.out().length;
  if (options.adminPort) starting.use(await openAdmin(db, { meter, log, instancesOut }, options.adminPort));
  // Standing still for a lock would hold up the traffic.
  for (const file of [db, metrics]) setLockPatience(file, 0);

  const running = starting.move();
  async function leave(): Promise<number> {
    const cut = await listener.close(times.drainDeadlineMs);
    for (const file of [db, metrics]) setLockPatience(file, LAST_PATIENCE_MS);
    running.dispose();
    return cut;
  }
  let leaving: Promise<number> | undefined;
  function stop(): Promise<number> {
    leaving ??= leave();
    return leaving;
  }
  return { workerId, port, tlsPort, stop };
}

/** Undefined where the file cannot be read now: a page does without. */
function usualColdStart(metrics: MetricsDb, versionId: string): number | null | undefined {
  try {
    return usualColdStartMs(metrics, versionId);
  } catch {
    return undefined;
  }
}
