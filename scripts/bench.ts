// `npm run bench [-- --quick]`: figures of a running installation, as ratios to a peer of the same run where there
// is one. The last line is one JSON object; its figures are those of the Docker runner where an engine is to be had.
import { parseArgs } from 'node:util';
import { timeBareContainers, timeBareProcesses } from '#bench/bare-start.ts';
import { type ColdStartBench, timeColdStarts } from '#bench/cold-start.ts';
import { type DeploymentTimes, timeDeployments } from '#bench/deployments.ts';
import { type Figures, figuresOf, ratio } from '#bench/figures.ts';
import { berthFile, openDb } from '#db/open.ts';
import { Installation } from '#e2e/installation.ts';
import { ensureBuilt } from '#scripts/build.ts';
import { connect, OWNER } from '#scripts/console-client.ts';
import { ensureEngine } from '#scripts/engine.ts';
import {
  clearAway,
  type GrayRelease,
  startGrayRelease,
  timeSwitch,
  untilApplied,
} from '#scripts/gray-release.ts';

type RunnerFigures = {
  /** From the call of 流量配置 until a visitor is answered by the version that had nothing before. */
  switchMs: Figures;
  /** What bench/deployments.ts says. */
  deployOverheadMs: Figures;
  deployTotalMs: Figures;
  /** The same program started by hand. */
  bareStartMs: Figures;
  deployTotalToBareStart: number;
  /** Of a request that wakes a sleeping version; `ownMs` aims at a median below 60. */
  coldStart: ColdStartBench;
};

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const runs = values.quick
  ? { switches: 6, deployments: 2, wakes: 2 }
  : { switches: 20, deployments: 5, wakes: 10 };

await ensureBuilt();
const embedded = await measure('embedded', {}, timeBareProcesses);
const docker = values.quick ? undefined : await measureDocker();
console.log(JSON.stringify({ ...(docker ?? embedded), byRunner: { docker, embedded } }));

async function measureDocker(): Promise<RunnerFigures | undefined> {
  const engine = await ensureEngine({ log: console.log }).catch((error: Error) => {
    console.log(`Docker is left out: ${error.message}`);
  });
  if (!engine) return undefined;
  const { dockerHost } = engine;
  try {
    return await measure('docker', { DOCKER_HOST: dockerHost }, (count) =>
      timeBareContainers(dockerHost, count),
    );
  } finally {
    await engine.stop();
  }
}

async function measure(
  runner: 'docker' | 'embedded',
  env: Record<string, string>,
  timeBareStarts: (runs: number) => Promise<number[]>,
): Promise<RunnerFigures> {
  const coldStart = await timeColdStarts({ runner, env }, runs.wakes);
  await using installation = await Installation.start({ runner, env });
  const client = connect(installation.consoleUrl);
  const { environmentId } = await client.api.setup.createOwner.mutate({
    ...OWNER,
    code: installation.setupCode,
  });
  const release = await startGrayRelease(client, environmentId);
  const switchMs = figuresOf(await timeSwitches(release));
  const deployments = await timeDeploymentsOf(release, installation.dataDir);
  const bareStartMs = figuresOf(await timeBareStarts(runs.deployments));
  await clearAway(release);
  const deployTotalMs = figuresOf(deployments.map(({ totalMs }) => totalMs));
  const figures = {
    switchMs,
    deployOverheadMs: figuresOf(deployments.map(({ overheadMs }) => overheadMs)),
    deployTotalMs,
    bareStartMs,
    deployTotalToBareStart: ratio(deployTotalMs, bareStartMs),
    coldStart,
  };
  console.log(runner, figures);
  return figures;
}

/** All traffic to 002, back to 001, and so on. */
async function timeSwitches(release: GrayRelease): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs.switches; run += 1) {
    const isForward = run % 2 === 0;
    times.push(await timeSwitch(release, isForward ? 100 : 0, isForward ? release.next : release.stable));
    await untilApplied(release);
  }
  return times;
}

async function timeDeploymentsOf(release: GrayRelease, dataDir: string): Promise<DeploymentTimes[]> {
  const db = openDb(berthFile(dataDir));
  try {
    return await timeDeployments(release, db, runs.deployments);
  } finally {
    db.$client.close();
  }
}
