// `npm run smoke -- --runner docker|embedded`: the main job once through, over HTTP alone, on its own data and ports.
// The last line is one JSON object; the exit code is not 0 on any miss.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { Installation } from '#e2e/installation.ts';
import { visit, visitMany } from '#e2e/visitor.ts';
import { ensureBuilt } from '#scripts/build.ts';
import { connect, OWNER } from '#scripts/console-client.ts';
import {
  clearAway,
  type GrayRelease,
  setNextPercent,
  startGrayRelease,
  timeSwitch,
  untilApplied,
} from '#scripts/gray-release.ts';
import { withEngine } from '#scripts/with-engine.ts';

const REQUESTS = 1_000;
const NEXT_PERCENT = 20;
/** The split is exact within one in every hundred requests (product.md 8). */
const TOLERANCE = REQUESTS / 100;

const { values } = parseArgs({ options: { runner: { type: 'string', default: 'embedded' } } });
if (values.runner !== 'docker' && values.runner !== 'embedded') {
  console.error('usage: npm run smoke -- --runner docker|embedded');
  process.exit(2);
}
const { runner } = values;
await ensureBuilt();
await withEngine(runner, async (env) => {
  await using installation = await Installation.start({ runner, env });
  console.log(JSON.stringify({ runner, ...(await smoke(installation)) }));
});

async function smoke({ consoleUrl, setupCode: code }: Installation) {
  const client = connect(consoleUrl);
  await client.api.setup.createOwner.mutate({ ...OWNER, code });
  const environment = await client.api.environments.create.mutate({ alias: 'smoke', region: 'gz' });
  console.log('signed in, environment created');

  const deployedAt = performance.now();
  const release = await startGrayRelease(client, environment.id);
  const deployMs = (performance.now() - deployedAt) / 2;
  assert.equal((await visit(release.url)).versionName, release.stable.versionName);
  console.log(`001 deployed in full, 002 at 0 %: ${Math.round(deployMs)} ms each`);

  const switchMs = await timeSwitch(release, NEXT_PERCENT, release.next);
  await untilApplied(release);
  const { split, failed } = await visitMany(release.url, REQUESTS);
  console.log(`80/20 after ${Math.round(switchMs)} ms: ${JSON.stringify(split)}, ${failed} failed`);
  assert.equal(failed, 0);
  checkSplit(split, release);

  await takesAll(release, 100, release.next.versionName);
  await takesAll(release, 0, release.stable.versionName);
  await clearAway(release);
  await client.api.environments.delete.mutate({ environmentId: environment.id });
  console.log('raised to 100 %, gone back to 001, everything deleted');
  return {
    requests: REQUESTS,
    failed,
    split,
    deployMs: Math.round(deployMs),
    switchMs: Math.round(switchMs),
  };
}

function checkSplit(split: Record<string, number>, { stable, next }: GrayRelease): void {
  const wanted = { [stable.versionName]: 100 - NEXT_PERCENT, [next.versionName]: NEXT_PERCENT };
  assert.deepEqual(Object.keys(split).toSorted(), Object.keys(wanted).toSorted());
  for (const [name, percent] of Object.entries(wanted)) {
    const miss = Math.abs((split[name] ?? 0) - (percent * REQUESTS) / 100);
    assert.ok(miss <= TOLERANCE, `${name} is ${miss} requests off its ${percent} %`);
  }
}

async function takesAll(release: GrayRelease, nextPercent: number, versionName: string): Promise<void> {
  await setNextPercent(release, nextPercent);
  await untilApplied(release);
  assert.deepEqual(await visitMany(release.url, 100), { split: { [versionName]: 100 }, failed: 0 });
}
