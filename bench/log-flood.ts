// `npm run bench:logs -- --flood 60 [--runner docker|embedded]`: the promise of a log flood, on the whole product: one
// container prints 50 MB/s for so long, while another prints calmly, visitors come and the traffic is changed. Tells what
// is broken of it in `misses`; the last line is one JSON object, and the exit code is not 0 on any miss.
import { measureFlood } from '#bench/flood/measure.ts';
import { missesOf } from '#bench/flood/misses.ts';
import { type FloodServices, startFloodServices } from '#bench/flood/services.ts';
import { startWorld, type World } from '#e2e/world.ts';
import { ensureBuilt } from '#scripts/build.ts';
import { clearAway } from '#scripts/gray-release.ts';
import { withEngine } from '#scripts/with-engine.ts';

const LONG_MS = 3600_000;

/** Builds the console where it is not built. */
export async function benchFlood(runner: 'docker' | 'embedded', seconds: number): Promise<void> {
  await ensureBuilt();
  await withEngine(runner, async (env) => {
    // None of the versions goes to sleep meanwhile.
    const times = JSON.stringify({ idleMs: LONG_MS, offlineAfterMs: LONG_MS });
    const world = await startWorld({ runner, env: { ...env, BERTH_TIMES: times } });
    await using _installation = world.installation;
    const services = await startFloodServices(world);
    const figures = await measureFlood(world, services, seconds);
    await clearAll(world, services);
    const misses = missesOf(figures);
    if (misses.length > 0) process.exitCode = 1;
    console.log(JSON.stringify({ runner, seconds, ...figures, misses }));
  });
}

async function clearAll({ client: { api } }: World, { calm, wild, visited }: FloodServices): Promise<void> {
  await api.services.delete.mutate({ serviceId: calm.serviceId, mode: 'whole', name: 'calm' });
  await api.services.delete.mutate({ serviceId: wild.serviceId, mode: 'whole', name: 'wild' });
  await clearAway(visited);
}
