// Bodies of 10 MB, to the visitor and from the visitor. Load and backends share a core, so that they may be the limit:
// what the bytes cost the proxy stands beside what came through.
import { BULK_BYTES, DOWNLOAD_PATH, UPLOAD_PATH } from '#bench/gateway/backends.ts';
import { type Loaded, runLoad } from '#bench/gateway/load.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { cpuUsOf } from '#bench/gateway/process-cost.ts';
import { type RunningProxy, SPLIT_HOST } from '#bench/gateway/proxy.ts';
import { figuresBy, type Row, type Section } from '#bench/gateway/report.ts';
import { interleave } from '#bench/gateway/rounds.ts';

const CONNECTIONS = 4;
const MB = 1e6;

const WAYS = {
  download: { path: DOWNLOAD_PATH },
  upload: { path: UPLOAD_PATH, method: 'POST', bodyBytes: BULK_BYTES },
} as const;

type Way = keyof typeof WAYS;
type Carried = { megabytes: number; seconds: number; cpuUs: number };

export async function measureBulk(bench: Bench): Promise<Section> {
  const rows = [...(await rowsOf(bench, 'download')), ...(await rowsOf(bench, 'upload'))];
  return { title: `Bodies of 10 MB, ${CONNECTIONS} connections`, rows };
}

async function rowsOf({ plan, proxies }: Bench, way: Way): Promise<Row[]> {
  for (const proxy of proxies) await carry(proxy, way, 1);
  const carried = await interleave(proxies, plan.rounds, (proxy) => carry(proxy, way, plan.seconds));
  const perSecond = figuresBy(carried, ({ megabytes, seconds }: Carried) => megabytes / seconds);
  const cpu = figuresBy(carried, ({ megabytes, cpuUs }: Carried) => cpuUs / megabytes);
  return [
    { id: way, title: way, unit: 'MB/s', figures: perSecond },
    { title: `${way}, CPU`, unit: 'ms/GB', figures: cpu },
  ];
}

async function carry({ pid, port }: RunningProxy, way: Way, seconds: number): Promise<Carried> {
  const { path, ...load } = WAYS[way];
  const before = cpuUsOf(pid);
  const url = `http://127.0.0.1:${port}${path}`;
  const loaded = await runLoad({ url, host: SPLIT_HOST, connections: CONNECTIONS, seconds, ...load });
  return { megabytes: megabytesOf(way, loaded), seconds: loaded.seconds, cpuUs: cpuUsOf(pid) - before };
}

function megabytesOf(way: Way, { bytes, requests }: Loaded): number {
  return (way === 'download' ? bytes : requests * BULK_BYTES) / MB;
}
