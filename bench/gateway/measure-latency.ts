// What a proxy adds to the time of a request: one connection without a pause, then a load far below every limit.
import { runLoad } from '#bench/gateway/load.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { SPLIT_HOST } from '#bench/gateway/proxy.ts';
import { figuresBy, type Row, type Section } from '#bench/gateway/report.ts';
import { interleave } from '#bench/gateway/rounds.ts';

/** Each connection pauses 64 ms on average: 1,000 requests a second. */
const FIXED_RATE = { connections: 64, pauseMs: 64 };
const FIXED_RATE_TIMES = 2;

type Way = { name: string; port: number };

export async function measureLatency(bench: Bench): Promise<Section> {
  const [version] = bench.backends.versions;
  const ways: Way[] = [...bench.proxies, { name: 'direct', port: version?.port ?? 0 }];
  const rows = [...(await atOneConnection(bench, ways)), await atFixedRate(bench, ways)];
  return { title: 'Latency; direct = without a proxy', rows };
}

async function atOneConnection({ plan }: Bench, ways: readonly Way[]): Promise<Row[]> {
  const p50Us = await interleave(ways, plan.rounds, async (way) => {
    const loaded = await runLoad({ ...targetOf(way), connections: 1, seconds: plan.seconds });
    return loaded.p50Us;
  });
  const direct = p50Us.get('direct') ?? [];
  const added = [...p50Us].map(([name, values]): [string, number[]] => [
    name,
    values.map((value, round) => value - (direct[round] ?? 0)),
  ]);
  return [
    { title: 'p50, one connection', unit: 'µs', figures: figuresBy(p50Us, Number) },
    { id: 'p50', title: 'of it added', unit: 'µs', figures: figuresBy(new Map(added), Number) },
  ];
}

async function atFixedRate({ plan }: Bench, ways: readonly Way[]): Promise<Row> {
  const seconds = plan.seconds * FIXED_RATE_TIMES;
  const p99Us = await interleave(ways, plan.rounds, async (way) => {
    const loaded = await runLoad({ ...targetOf(way), ...FIXED_RATE, seconds });
    return loaded.p99Us;
  });
  return { id: 'p99', title: 'p99, 1,000 requests a second', unit: 'µs', figures: figuresBy(p99Us, Number) };
}

function targetOf({ port }: Way): { url: string; host: string } {
  return { url: `http://127.0.0.1:${port}/`, host: SPLIT_HOST };
}
