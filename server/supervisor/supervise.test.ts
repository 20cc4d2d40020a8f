import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { nextBackoffMs } from '#server/supervisor/backoff.ts';
import { readRunFile } from '#server/supervisor/run-file.ts';

const DEADLINE_MS = 20_000;
const ENTRY = path.join(import.meta.dirname, 'test-supervisor.ts');

test('what dies is started again, and run.json tells the new process', async (t) => {
  const { dataDir } = await supervisor(t);
  for (const name of ['console', 'gateway', 'deployer'] as const) {
    const before = readRunFile(dataDir)?.[name] ?? assert.fail(`${name} does not run`);
    process.kill(before, 'SIGKILL');
    await until(() => {
      const now = readRunFile(dataDir)?.[name];
      return now !== null && now !== before;
    });
  }
});

test('the console stops first, then the gateway, then the deployer', async (t) => {
  const { dataDir, child, output } = await supervisor(t);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.match(output(), /console is stopping.*gateway is stopping.*deployer is stopping/s);
  assert.equal(readRunFile(dataDir), undefined);
});

test('one press that arrives three times stops in order', async (t) => {
  const { child, output } = await supervisor(t);
  for (let i = 0; i < 3; i += 1) child.kill('SIGINT');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.match(output(), /deployer is stopping/);
});

test('SIGHUP replaces the gateway by a new one, and nothing else', async (t) => {
  const { dataDir, child, output } = await supervisor(t);
  const before = readRunFile(dataDir) ?? assert.fail('nothing runs');
  child.kill('SIGHUP');
  await until(() => output().includes('The gateway is renewed'));
  const { gateway, gateways, ...others } = readRunFile(dataDir) ?? assert.fail('nothing runs');
  assert.notEqual(gateway, before.gateway);
  assert.deepEqual(gateways, [gateway]);
  assert.deepEqual({ ...others, gateway: before.gateway, gateways: before.gateways }, before);
  await until(() => !isAlive(before.gateway ?? 0));
});

test('SIGHUP stops everything once the terminal is closed', async (t) => {
  const dataDir = dataFolder(t);
  const command = `'${process.execPath}' '${ENTRY}' '${dataDir}' 5000`;
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] });
  t.after(() => terminal.kill('SIGKILL'));
  const output = reader(terminal);
  await until(() => /\nready\r?\n/.test(output()));
  const run = readRunFile(dataDir) ?? assert.fail('nothing runs');
  terminal.kill('SIGKILL');
  await until(() => readRunFile(dataDir) === undefined);
  await until(() => ![run.supervisor, run.gateway].some((pid) => pid && isAlive(pid)));
});

test('a process that will not stop is killed at its deadline', async (t) => {
  const { dataDir, child } = await supervisor(t, { gateway: DEAF_SCRIPT, stopDeadlineMs: 100 });
  const deaf = readRunFile(dataDir)?.gateway ?? assert.fail('the gateway does not run');
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  assert.equal(isAlive(deaf), false);
});

test('a second press stops everything at once', async (t) => {
  const { dataDir, child, output } = await supervisor(t, { gateway: DEAF_SCRIPT, stopDeadlineMs: 600_000 });
  const deaf = readRunFile(dataDir)?.gateway ?? assert.fail('the gateway does not run');
  child.kill('SIGINT');
  await until(() => output().includes('console is stopping'));
  const ended = once(child, 'exit');
  await until(() => {
    child.kill('SIGINT');
    return child.exitCode !== null;
  });
  assert.deepEqual(await ended, [1, null]);
  await until(() => !isAlive(deaf));
});

test('a second supervisor on the same data folder is refused', async (t) => {
  const { dataDir, child } = await supervisor(t);
  const second = start(dataDir, '1000');
  const output = reader(second);
  const [code] = await once(second, 'close');
  assert.equal(code, 1);
  assert.match(output(), new RegExp(`already runs on .* \\(process ${child.pid}\\)`));
});

test('kill -9 of the supervisor leaves no process, and the next one starts', async (t) => {
  const { dataDir, child } = await supervisor(t);
  const run = readRunFile(dataDir) ?? assert.fail('nothing runs');
  child.kill('SIGKILL');
  await until(() => ![run.console, run.gateway, run.deployer].some((pid) => pid && isAlive(pid)));
  const next = start(dataDir, '1000');
  const output = reader(next);
  await until(() => output().includes('\nready\n'));
  next.kill('SIGTERM');
  await once(next, 'exit');
});

test('the pause before a restart doubles up to ten seconds and begins anew after thirty healthy ones', () => {
  const pauses: number[] = [];
  for (const livedMs of [100, 100, 100, 100, 100, 100, 100, 100, 30_000]) {
    pauses.push(nextBackoffMs(pauses.at(-1) ?? 0, livedMs));
  }
  assert.deepEqual(pauses, [200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 200]);
});

function politeScript(name: string): string {
  return `
    process.once('SIGTERM', () => { console.log('${name} is stopping'); process.exit(0); });
    console.log('${name} ready');
    setInterval(() => {}, 1000);`;
}

const DEAF_SCRIPT = `
  process.on('SIGTERM', () => {});
  console.log('gateway ready');
  setInterval(() => {}, 1000);`;

async function supervisor(
  t: TestContext,
  { gateway = politeScript('gateway'), stopDeadlineMs = 5_000 } = {},
) {
  const dataDir = dataFolder(t, gateway);
  const child = start(dataDir, String(stopDeadlineMs));
  const output = reader(child);
  t.after(() => child.kill('SIGKILL'));
  await until(() => output().includes('\nready\n'));
  return { dataDir, child, output };
}

/** With the scripts in it that stand for the three processes. */
function dataFolder(t: TestContext, gateway = politeScript('gateway')): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-supervisor-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const scripts = { console: politeScript('console'), gateway, deployer: politeScript('deployer') };
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(path.join(dataDir, `${name}.js`), script);
  return dataDir;
}

function start(dataDir: string, stopDeadlineMs: string): ChildProcess {
  return spawn(process.execPath, [ENTRY, dataDir, stopDeadlineMs], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function reader(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  return () => text;
}

/** A killed child of a killed parent stays as a zombie where nobody reaps it; it counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `not within ${DEADLINE_MS} ms: ${condition}`);
    await pause(20);
  }
}
