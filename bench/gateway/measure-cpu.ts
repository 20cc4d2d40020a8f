// What a request costs a proxy that has all it can do: 64 keep-alive connections, an answer of 60 bytes.
import { type Loaded, runLoad } from '#bench/gateway/load.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { cpuUsOf } from '#bench/gateway/process-cost.ts';
import { type RunningProxy, SPLIT_HOST } from '#bench/gateway/proxy.ts';
import { figuresBy, type Section } from '#bench/gateway/report.ts';
import { interleave } from '#bench/gateway/rounds.ts';

export const CONNECTIONS = 64;

export type Cost = Loaded & { cpuUs: number };

export async function measureCpu({ plan, proxies }: Bench): Promise<Section> {
  for (const proxy of proxies) await warmUp(proxy, plan.warmUpRequests);
  const costs = await interleave(proxies, plan.rounds, (proxy) => costOf(proxy, plan.seconds));
  return {
    title: `${CONNECTIONS} connections, answers of 60 bytes, split 70/20/10`,
    rows: [
      { id: 'cpu', title: 'CPU a request', unit: 'µs', figures: figuresBy(costs, cpuUsPerRequest) },
      { title: 'requests a second', unit: '', figures: figuresBy(costs, perSecond) },
    ],
  };
}

/** Until the compilers of Node and the pools of all have seen enough; at most 20 s. */
export async function warmUp(proxy: Pick<RunningProxy, 'pid' | 'port'>, requests: number): Promise<void> {
  let left = requests;
  for (let second = 0; second < 20 && left > 0; second += 1) left -= (await costOf(proxy, 1)).requests;
}

/** Drives one proxy to its limit. */
export async function costOf(proxy: Pick<RunningProxy, 'pid' | 'port'>, seconds: number): Promise<Cost> {
  const before = cpuUsOf(proxy.pid);
  const url = `http://127.0.0.1:${proxy.port}/`;
  const loaded = await runLoad({ url, host: SPLIT_HOST, connections: CONNECTIONS, seconds });
  return { ...loaded, cpuUs: cpuUsOf(proxy.pid) - before };
}

export function cpuUsPerRequest({ cpuUs, requests }: Cost): number {
  return cpuUs / requests;
}

function perSecond({ requests, seconds }: Loaded): number {
  return requests / seconds;
}
