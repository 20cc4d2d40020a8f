// `npm run bench:gateway [-- --quick] [--only cpu|latency|bulk|memory|table|tls] [--profile]`: our gateway beside
// HAProxy, nginx and Caddy on the same core in the same run. Prints tables and, last, one line of JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aimsOf } from '#bench/gateway/aims.ts';
import { startBackends } from '#bench/gateway/backends.ts';
import { checkSplits } from '#bench/gateway/check-split.ts';
import { measureBulk } from '#bench/gateway/measure-bulk.ts';
import { measureCpu } from '#bench/gateway/measure-cpu.ts';
import { measureLatency } from '#bench/gateway/measure-latency.ts';
import { measureMemory } from '#bench/gateway/measure-memory.ts';
import { measureTable } from '#bench/gateway/measure-table.ts';
import { measureTls } from '#bench/gateway/measure-tls.ts';
import { pinSelf } from '#bench/gateway/pinned.ts';
import { type Bench, readPlan, type SectionName } from '#bench/gateway/plan.ts';
import { ensurePrograms } from '#bench/gateway/programs.ts';
import { startProxies } from '#bench/gateway/proxies.ts';
import { jsonOf, type Section, tableOf } from '#bench/gateway/report.ts';

const MEASURES: Record<SectionName, (bench: Bench) => Promise<Section>> = {
  cpu: measureCpu,
  latency: measureLatency,
  bulk: measureBulk,
  memory: measureMemory,
  table: measureTable,
  tls: measureTls,
};

const plan = readPlan(process.argv.slice(2));
await ensurePrograms(console.log);
pinSelf();
const folder = mkdtempSync(path.join(tmpdir(), 'gateway-bench-'));
const profileFolder = plan.isProfiled ? mkdtempSync(path.join(tmpdir(), 'gateway-profile-')) : undefined;
try {
  const sections = await measure();
  const aims = aimsOf(sections);
  if (aims.length > 0) console.log(['Aims', ...aims, ''].join('\n'));
  console.log(jsonOf(sections));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<Section[]> {
  await using running = new AsyncDisposableStack();
  const backends = await startBackends(folder, running);
  const proxies = await startProxies({ backends, folder, profileFolder }, running);
  const bench = { plan, backends, proxies, folder };
  await checkSplits(bench);
  const sections: Section[] = [];
  for (const name of plan.sections) {
    const section = await MEASURES[name](bench);
    console.log(`${tableOf(section)}\n`);
    sections.push(section);
  }
  if (profileFolder) console.log(`The gateway's profile is in ${profileFolder}\n`);
  return sections;
}
