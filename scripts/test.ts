// `npm test [-- --only <stage>]`: every stage that still makes sense is run, what was started is stopped, and the
// last line counts: `N passed, N failed[, N skipped]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addUp, type Counts, isGood, single, skippedStage, summaryLine } from '#scripts/test/counts.ts';
import { prepareMachine } from '#scripts/test/machine.ts';
import { type Machine, STAGES, type Stage } from '#scripts/test/stages.ts';
import { stopSignals } from '#server/supervisor/stop-signals.ts';

type Result = { name: string; counts: Counts; seconds: number };

const wanted = wantedStages();
const folder = mkdtempSync(path.join(tmpdir(), 'berth-test-'));
const stop = new AbortController();
using signals = stopSignals();
signals.first.then(() => stop.abort());
signals.second.then(() => process.exit(130));
try {
  await using machine = await prepareMachine(folder, stop.signal);
  const results = await runStages(machine);
  report(results);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function wantedStages(): Stage[] {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const { only } = values;
  const unknown = only?.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown) {
    console.error(`There is no stage '${unknown}'. Stages: ${STAGES.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  const needsBuild = STAGES.some((stage) => stage.needsBuild && only?.includes(stage.name));
  return STAGES.filter(({ name, isPartOf }) =>
    only ? only.includes(name) || (name === 'build' && needsBuild) : isPartOf === undefined,
  );
}

async function runStages(machine: Machine): Promise<Result[]> {
  const results: Result[] = [];
  let isBuilt = true;
  for (const stage of wanted) {
    if (stop.signal.aborted) break;
    console.log(`\n━━ ${stage.name} ━━`);
    const startedAt = performance.now();
    const counts: Counts =
      stage.needsBuild && !isBuilt ? skippedStage(stage.name, 'the build failed') : await run(stage, machine);
    if (stage.name === 'build') isBuilt = counts.failed === 0;
    results.push({ name: stage.name, counts, seconds: (performance.now() - startedAt) / 1000 });
  }
  return results;
}

async function run(stage: Stage, machine: Machine): Promise<Counts> {
  try {
    return await stage.run(machine);
  } catch (error) {
    console.error(error);
    return single(false);
  }
}

function report(results: Result[]): void {
  const all = addUp(results.map(({ counts }) => counts));
  console.log('\n━━ result ━━');
  for (const { name, counts, seconds } of results) {
    console.log(`${name.padEnd(7)} ${seconds.toFixed(1).padStart(7)} s  ${summaryLine(counts)}`);
  }
  for (const { name, reason } of all.skipped) console.log(`skipped: ${name}: ${reason}`);
  if (stop.signal.aborted) console.log('interrupted');
  process.exitCode = isGood(all) && !stop.signal.aborted ? 0 : 1;
  console.log(`\n${summaryLine(all)}`);
}
