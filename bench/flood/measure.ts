// The flood itself, and what is seen of it.
import { figuresOf } from '#bench/figures.ts';
import { cpuMsOf, engineLogOf, readDiskUse } from '#bench/flood/machine-use.ts';
import { Sampler } from '#bench/flood/sampler.ts';
import { askCalm, askWild, type FloodServices } from '#bench/flood/services.ts';
import { SteadyLoad } from '#bench/flood/steady-load.ts';
import { checkCalm, countWild, untilSettled } from '#bench/flood/stored-lines.ts';
import type { World } from '#e2e/world.ts';
import { timeSwitch, untilApplied } from '#scripts/gray-release.ts';

const MEGABYTES_PER_SECOND = 50;
/** Before the flood, for comparison. */
const MOST_CALM_SECONDS = 15;
/** Between two changes of the traffic. */
const REST_MS = 500;

export type FloodFigures = Awaited<ReturnType<typeof measureFlood>>;

/** Floods for so long, after a while without. */
export async function measureFlood(world: World, services: FloodServices, seconds: number) {
  const { calm, wild } = services;
  const { dataDir } = world.installation;
  const engineLog = await engineLogOf(world.installation, wild.instanceId);
  const before = await visitFor(world, services, Math.min(seconds, MOST_CALM_SECONDS));
  console.log('before the flood:', JSON.stringify(before));
  const disk = { before: readDiskUse(dataDir, engineLog), after: readDiskUse(dataDir, engineLog) };
  await using sampler = new Sampler(world, calm, () => readDiskUse(dataDir, engineLog));
  await askWild(wild, `/flood?seconds=${seconds}&megabytes=${MEGABYTES_PER_SECOND}`);
  const during = await visitFor(world, services, seconds);
  console.log('during the flood:', JSON.stringify(during));
  await untilSettled(world, wild);
  const { lines, bytes, tookMs } = await askWild(wild);
  const calmLines = await checkCalm(world, calm, await askCalm(calm));
  disk.after = readDiskUse(dataDir, engineLog);
  const { calmLagMs, most } = sampler;
  const perSecond = Math.round(bytes / 1e6 / (tookMs / 1000));
  const flood = {
    megabytes: Math.round(bytes / 1e6),
    perSecond,
    lines,
    stored: await countWild(world, wild),
  };
  const ratio = {
    p50: timesOf(during.requests.p50Ms, before.requests.p50Ms),
    p99: timesOf(during.requests.p99Ms, before.requests.p99Ms),
  };
  return { flood, calm: { ...calmLines, lagMs: calmLagMs }, before, during, ratio, disk: { ...disk, most } };
}

/** Requests, changes of the traffic one after another, and what the processes take meanwhile. */
async function visitFor({ installation }: World, { visited }: FloodServices, seconds: number) {
  const { deployer, gateways, console: page } = installation.pids();
  const cpu = () => ({ deployer: cpuMsOf([deployer]), gateway: cpuMsOf(gateways), console: cpuMsOf([page]) });
  const [began, cpuBefore] = [performance.now(), cpu()];
  const load = new SteadyLoad(visited.url);
  const switches: number[] = [];
  while (performance.now() - began < seconds * 1000) {
    const isForward = switches.length % 2 === 0;
    switches.push(await timeSwitch(visited, isForward ? 100 : 0, isForward ? visited.next : visited.stable));
    await untilApplied(visited);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
  if (switches.length % 2 === 1) await timeSwitch(visited, 0, visited.stable);
  const requests = await load.stop();
  const cpuAfter = cpu();
  const percent = (name: keyof typeof cpuAfter) =>
    Math.round(((cpuAfter[name] - cpuBefore[name]) / (performance.now() - began)) * 100);
  const cpuPercent = {
    deployer: percent('deployer'),
    gateway: percent('gateway'),
    console: percent('console'),
  };
  return { requests, switchMs: figuresOf(switches), cpuPercent };
}

/** `a` is so many times `b`, with two decimals. */
function timesOf(a: number, b: number): number {
  return Math.round((a / b) * 100) / 100;
}
