import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { Bench } from '#bench/gateway/plan.ts';
import { type RunningProxy, SPLIT_HOST } from '#bench/gateway/proxy.ts';

const REQUESTS = 100;
const TOLERANCE = 2;

/** Throws where a proxy does not do the same work as the others: of 100 requests 70, 20 and 10 to the versions. */
export async function checkSplits({ proxies, backends }: Bench): Promise<void> {
  for (const proxy of proxies) {
    const counts = await answersOf(proxy);
    for (const { name, percent } of backends.versions) {
      const count = counts.get(name) ?? 0;
      if (Math.abs(count - percent) > TOLERANCE) throw new Error(`${proxy.name}: ${count} of 100 to ${name}`);
    }
  }
}

/** Version → how many of 100 requests it answered. */
async function answersOf({ port }: RunningProxy): Promise<Map<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const counts = new Map<string, number>();
  try {
    for (let request = 0; request < REQUESTS; request += 1) {
      const version = await answeredBy(port, agent);
      counts.set(version, (counts.get(version) ?? 0) + 1);
    }
  } finally {
    agent.destroy();
  }
  return counts;
}

async function answeredBy(port: number, agent: Agent): Promise<string> {
  const request = get({ host: '127.0.0.1', port, agent, headers: { host: SPLIT_HOST } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray()).toString();
  return /^answered by (\w+)/.exec(body)?.[1] ?? body;
}
