// What a request costs over TLS, the handshakes of 64 and of 16 connections included.
import { runH2Load } from '#bench/gateway/h2-load.ts';
import { runLoad } from '#bench/gateway/load.ts';
import { CONNECTIONS } from '#bench/gateway/measure-cpu.ts';
import type { Bench } from '#bench/gateway/plan.ts';
import { cpuUsOf } from '#bench/gateway/process-cost.ts';
import { type RunningProxy, SPLIT_HOST } from '#bench/gateway/proxy.ts';
import { figuresBy, type Row, type Section } from '#bench/gateway/report.ts';
import { interleave } from '#bench/gateway/rounds.ts';

/** Sends requests for some seconds and gives how many were answered. */
type Load = (port: number, seconds: number) => Promise<number>;

export async function measureTls(bench: Bench): Promise<Section> {
  return {
    title: 'TLS to visitors, CPU a request',
    rows: [
      await rowOf(bench, 'HTTP/1.1', loadHttps),
      await rowOf(bench, 'HTTP/2, 16 connections, 4 streams', runH2Load),
    ],
  };
}

async function rowOf({ plan, proxies }: Bench, title: string, load: Load): Promise<Row> {
  for (const proxy of proxies) await costOf(proxy, 1, load);
  const costs = await interleave(proxies, plan.rounds, (proxy) => costOf(proxy, plan.seconds, load));
  return { title, unit: 'µs', figures: figuresBy(costs, Number) };
}

async function costOf({ pid, tlsPort }: RunningProxy, seconds: number, load: Load): Promise<number> {
  const before = cpuUsOf(pid);
  const requests = await load(tlsPort, seconds);
  return (cpuUsOf(pid) - before) / requests;
}

async function loadHttps(port: number, seconds: number): Promise<number> {
  const url = `https://127.0.0.1:${port}/`;
  return (await runLoad({ url, host: SPLIT_HOST, connections: CONNECTIONS, seconds })).requests;
}
