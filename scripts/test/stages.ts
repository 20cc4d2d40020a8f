// What `npm test` runs, in order. A stage gets what the machine offers and gives what it counted.
import path from 'node:path';
import { ensureBuilt } from '#scripts/build.ts';
import {
  addUp,
  type Counts,
  counted,
  readPlaywrightCounts,
  single,
  skippedStage,
} from '#scripts/test/counts.ts';
import { ERROR_TESTS, nodeTests } from '#scripts/test/node-tests.ts';
import { ROOT, runNode } from '#scripts/test/run-program.ts';

export type Machine = {
  env: NodeJS.ProcessEnv;
  /** Why tests that need it are left out; null where it is there. */
  engineMissing: string | null;
  browserMissing: string | null;
  /** A folder for the runners' reports. */
  folder: string;
  signal: AbortSignal;
};

export type Stage = {
  name: 'check' | 'unit' | 'build' | 'errors' | 'e2e' | 'faults' | 'smoke' | 'bench';
  /** True where there is nothing to try without a built console. */
  needsBuild: boolean;
  /** Another stage runs the same; alone it is run by `--only`. */
  isPartOf?: 'faults';
  run: (machine: Machine) => Promise<Counts>;
};

export const STAGES: Stage[] = [
  { name: 'check', needsBuild: false, run: check },
  { name: 'unit', needsBuild: false, run: unit },
  { name: 'errors', needsBuild: false, isPartOf: 'faults', run: errors },
  { name: 'build', needsBuild: false, run: build },
  { name: 'e2e', needsBuild: true, run: browser },
  { name: 'faults', needsBuild: true, run: faults },
  { name: 'smoke', needsBuild: true, run: smoke },
  { name: 'bench', needsBuild: true, run: bench },
];

async function check({ env, signal }: Machine): Promise<Counts> {
  const biome = await runNode([bin('biome'), 'check', '.'], env, signal);
  const types = await runNode([bin('tsc'), '-p', '.'], env, signal);
  return addUp([single(biome), single(types)]);
}

function unit(machine: Machine): Promise<Counts> {
  return nodeTests(machine, ['{server,db,messages,components,app,scripts,docs,bench}/**/*.test.{ts,tsx}'], 5);
}

async function errors(machine: Machine): Promise<Counts> {
  if (machine.engineMissing) return skippedStage('errors', machine.engineMissing);
  return nodeTests(machine, [ERROR_TESTS]);
}

function faults(machine: Machine): Promise<Counts> {
  // Most of them wait: for drains, deadlines, engines.
  const catalogue = machine.engineMissing ? [] : [ERROR_TESTS];
  return nodeTests(machine, [...catalogue, 'e2e/*.test.ts'], 2);
}

async function build(): Promise<Counts> {
  await ensureBuilt();
  return single(true);
}

async function browser(machine: Machine): Promise<Counts> {
  const { engineMissing, browserMissing } = machine;
  if (browserMissing) return skippedStage('e2e', browserMissing);
  const embedded = await playwright(machine, 'embedded');
  const docker = engineMissing
    ? skippedStage('e2e on docker', engineMissing)
    : await playwright(machine, 'docker');
  return addUp([embedded, docker]);
}

/** One runner after the other: Chromium gives up a page that loads while Docker makes a network. */
async function playwright({ env, folder, signal }: Machine, project: 'embedded' | 'docker'): Promise<Counts> {
  const report = path.join(folder, `playwright-${project}.json`);
  const args = [bin('playwright'), 'test', '-c', 'e2e/playwright.config.ts', '--project', project];
  const isGood = await runNode(args, { ...env, PLAYWRIGHT_REPORT: report }, signal);
  return counted(readPlaywrightCounts(report), isGood);
}

async function smoke(machine: Machine): Promise<Counts> {
  const embedded = await task(machine, 'smoke', ['--runner', 'embedded']);
  const docker = machine.engineMissing
    ? skippedStage('smoke on docker', machine.engineMissing)
    : await task(machine, 'smoke', ['--runner', 'docker']);
  return addUp([embedded, docker]);
}

function bench(machine: Machine): Promise<Counts> {
  return task(machine, 'bench', ['--quick']);
}

async function task({ env, signal }: Machine, name: string, args: string[]): Promise<Counts> {
  return single(await runNode([path.join(ROOT, 'scripts', `${name}.ts`), ...args], env, signal));
}

function bin(name: string): string {
  return path.join(ROOT, 'node_modules', '.bin', name);
}
