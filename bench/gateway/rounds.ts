import type { ProxyName, RunningProxy } from '#bench/gateway/proxy.ts';

/**
 * Measures each proxy once in each round, the next one first in the next round: what changes on the machine meanwhile
 * meets all of them. Gives each proxy's results in the order of the rounds.
 */
export async function interleave<T>(
  proxies: readonly RunningProxy[],
  rounds: number,
  measure: (proxy: RunningProxy, round: number) => Promise<T>,
): Promise<Map<ProxyName, T[]>> {
  const results = new Map<ProxyName, T[]>(proxies.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < proxies.length; turn += 1) {
      const proxy = proxies[(round + turn) % proxies.length];
      if (proxy) results.get(proxy.name)?.push(await measure(proxy, round));
    }
  }
  return results;
}
