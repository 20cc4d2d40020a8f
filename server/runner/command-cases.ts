// What every adapter promises of commands in an instance. contract.test.ts runs them against each.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildOrder, writeCode } from '#server/runner/code-fixture.ts';
import { eventually, fetched, orderFor, promiseOf, type Subject } from '#server/runner/contract-cases.ts';
import type { CommandEnd, InstanceOrder, Runner, RunningInstance } from '#server/runner/port.ts';

/** Answers how long ago somebody last asked for /beat, in ms. */
const SERVER = `
  let beatAt = 0;
  require('node:http').createServer((request, response) => {
    if (request.url === '/beat') beatAt = Date.now();
    response.end(String(Date.now() - beatAt));
  }).listen(process.env.PORT);`;

/** Goes on for ever, and so does the process that it starts: that one beats. */
const ENDLESS = `
  const beat = "setInterval(() => fetch('http://127.0.0.1:' + process.env.PORT + '/beat').catch(() => {}), 20)";
  require('node:child_process').spawn(process.execPath, ['-e', beat]);
  setInterval(() => {}, 1000);`;

type Served = {
  order: InstanceOrder;
  instance: RunningInstance;
  run: (...command: string[]) => Promise<CommandEnd>;
};

/** An instance of a Node package, which both adapters run. */
async function withPackage(runner: Runner, check: (served: Served) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-code-'));
  writeCode(folder, 'package.json', '{"scripts":{"start":"node server.js"}}');
  writeCode(folder, 'server.js', SERVER);
  const built = buildOrder(folder, { tag: `berth/commands:${randomBytes(4).toString('hex')}` });
  const { image } = await runner.build(built, () => {}, AbortSignal.timeout(90_000));
  rmSync(folder, { recursive: true });
  const order = orderFor({ GREETING: '你好' }, {}, { image });
  try {
    const instance = await runner.start(order);
    await fetched(instance);
    const run = (...command: string[]) => runner.execute(order, command, AbortSignal.timeout(20_000));
    await check({ order, instance, run });
  } finally {
    await runner.stop(order.instanceId, 0);
    await runner.removeBuilt(image);
  }
}

/** Declares the suite for one adapter. */
export function commandCases(subject: Subject): void {
  const promise = promiseOf(subject);

  promise('a command in an instance works as the instance does, and tells how it ended', ({ runner }) =>
    withPackage(runner, async ({ run }) => {
      const script = `
        console.log(process.env.GREETING, require('node:fs').existsSync('server.js'), process.argv[1]);
        process.exitCode = 3;`;
      const end = await run('node', '-e', script, 'two words; $HOME');
      assert.deepEqual(end, { exitCode: 3, lastLine: '你好 true two words; $HOME' });
      // Which of two streams is read last is for the engine to say: each is tried by itself.
      const complaint = "console.error('no database')";
      assert.deepEqual(await run('node', '-e', complaint), { exitCode: 0, lastLine: 'no database' });
      assert.deepEqual(await run('node', '-e', ''), { exitCode: 0, lastLine: '' });
    }),
  );

  promise('a command reaches the instance at its own port', ({ runner }) =>
    withPackage(runner, async ({ run }) => {
      const script =
        "fetch('http://127.0.0.1:' + process.env.PORT).then(({ status }) => console.log(status))";
      assert.deepEqual(await run('node', '-e', script), { exitCode: 0, lastLine: '200' });
    }),
  );

  promise('a command that the instance does not have says so', ({ runner }) =>
    withPackage(runner, async ({ run }) => {
      for (const program of ['no-such-program', '/no/such/program']) {
        const { exitCode, lastLine } = await run(program);
        assert.ok(exitCode === 126 || exitCode === 127, String(exitCode));
        assert.match(
          lastLine,
          new RegExp(`exec: "${program}": (executable file not found|stat \\S+: no such)`),
        );
      }
    }),
  );

  promise('a command that does not end is killed with its signal, and what it started too', ({ runner }) =>
    withPackage(runner, async ({ order, instance }) => {
      const limit = new AbortController();
      const running = runner.execute(order, ['node', '-e', ENDLESS], limit.signal);
      const sinceBeat = async () => Number(await fetched(instance));
      await eventually('it beats', async () => (await sinceBeat()) < 1000);
      limit.abort(new Error('too late'));
      await assert.rejects(running, { message: 'too late' });
      await eventually('it beats no more', async () => (await sinceBeat()) > 1500);
    }),
  );

  promise('in an instance that is gone no command runs', ({ runner }) =>
    withPackage(runner, async ({ order, run }) => {
      await runner.stop(order.instanceId, 0);
      await assert.rejects(run('node', '-e', ''));
    }),
  );
}
