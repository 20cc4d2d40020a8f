// What a request pays that wakes a sleeping version, the container's own start apart. In an installation of its own,
// whose versions go to sleep soon.
import { type Figures, figuresOf } from '#bench/figures.ts';
import { berthFile, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { listColdStartTimes } from '#db/stores/cold-starts.ts';
import type { InstallationOptions } from '#e2e/installation.ts';
import { visit } from '#e2e/visitor.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';
import { until } from '#scripts/console-client.ts';
import { type ColdStartParts, type ColdStartTimes, coldStartParts } from '#server/domain/cold-start.ts';

/** Awake for so long after a request. */
const AWAKE_MS = 1_500;
const MOST_TRIES = 4;

export type ColdStartBench = {
  /** From the first request to the first byte of its answer. */
  totalMs: Figures;
  /** Ours: all but the container. The aim is a median below 60 ms. */
  ownMs: Figures;
  /** Gateway → deployer → create call. */
  ownBeforeMs: Figures;
  /** Ready → first byte. */
  ownAfterMs: Figures;
  /** Create call → ready. */
  containerMs: Figures;
};

/** Lets a version of the sample sleep and wakes it, so many times. */
export async function timeColdStarts(options: InstallationOptions, runs: number): Promise<ColdStartBench> {
  const times = { offlineAfterMs: AWAKE_MS, idleMs: AWAKE_MS };
  const env = { ...options.env, BERTH_TIMES: JSON.stringify(times) };
  const world = await startWorld({ ...options, env });
  await using _installation = world.installation;
  const { serviceId, url, first } = await startService(world, 'sleeper');
  const starts = await wokenStarts(world, first.versionId, url, runs);
  const { api } = world.client;
  await api.services.delete.mutate({ serviceId, mode: 'whole', name: 'sleeper' });
  return figures(starts);
}

/** Who comes before the gateway knows that it sleeps is answered at once and wakes nothing: then once more. */
async function wokenStarts(
  world: World,
  versionId: string,
  url: string,
  runs: number,
): Promise<ColdStartTimes[]> {
  const { dataDir } = world.installation;
  const db = openDb(berthFile(dataDir));
  const metrics = openMetricsDb(metricsFile(dataDir));
  const stored = () => listColdStartTimes(db, metrics, versionId, 0);
  try {
    for (let tries = 0; stored().length < runs && tries < runs * MOST_TRIES; tries += 1) {
      await untilAsleep(world, versionId);
      const { status } = await visit(url);
      if (status !== 200) throw new Error(`a sleeping version answered ${status}`);
    }
    // The gateway stores them within a second or two.
    return await until(
      async () => stored(),
      (starts) => starts.length >= runs,
    );
  } finally {
    db.$client.close();
    metrics.$client.close();
  }
}

async function untilAsleep({ client }: World, versionId: string): Promise<void> {
  await until(
    () => client.api.versions.get.query({ versionId }),
    (version) => version?.readyInstances === 0 && version.wantedInstances === 0,
  );
}

function figures(starts: readonly ColdStartTimes[]): ColdStartBench {
  const parts = starts.flatMap((start) => coldStartParts(start) ?? []);
  const of = (read: (part: ColdStartParts) => number) => figuresOf(parts.map(read));
  return {
    totalMs: figuresOf(starts.map(({ arrivedAt, answeredAt }) => answeredAt - arrivedAt)),
    ownMs: of(({ beforeMs, afterMs }) => beforeMs + afterMs),
    ownBeforeMs: of(({ beforeMs }) => beforeMs),
    ownAfterMs: of(({ afterMs }) => afterMs),
    containerMs: of(({ containerMs }) => containerMs),
  };
}
