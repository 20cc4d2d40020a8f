// Probes by a command, on real processes of a Node package: how they make an instance ready, and how they fail.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOf, program, uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';

function checkedBy(on: TestDeployer, ...command: string[]): Partial<VersionSpecInput> {
  return { ...uploaded(on, program('checked')), probe: { kind: 'exec', command } };
}

test('an instance is ready when its command ends with 0, and not before', async () => {
  await using on = new TestDeployer();
  const script = `
    const fs = require('node:fs');
    const tries = Number(fs.existsSync('tries') && fs.readFileSync('tries', 'utf8')) + 1;
    fs.writeFileSync('tries', String(tries));
    process.exitCode = process.env.GREETING === 'hello' && tries >= 3 ? 0 : 1;`;
  const first = await on.live(on.deploy({ GREETING: 'hello' }, checkedBy(on, 'node', '-e', script)));
  assert.equal(await answerOf(on, first.versionId), 'checked');
  assert.deepEqual(on.errors, []);
});

for (const [name, command, code, params, times = {}] of [
  [
    'fails each time is told with its code and last words',
    ['node', '-e', "console.error('no database'); process.exitCode = 7"],
    'probe_command_fail',
    {
      command: "node -e console.error('no database'); process.exitCode = 7",
      exitCode: 7,
      output: 'no database',
    },
  ],
  [
    'is not there is told by its name',
    ['curl-of-old', '-f'],
    'probe_command_missing',
    { program: 'curl-of-old' },
  ],
  [
    'never ends is killed, each time',
    ['node', '-e', 'setInterval(() => {}, 1000)'],
    'probe_command_timeout',
    { command: 'node -e setInterval(() => {}, 1000)' },
    { probeCommandTimeoutMs: 300 },
  ],
] as const) {
  test(`a command of the check that ${name}`, async () => {
    await using on = new TestDeployer({ readyWindowMs: 4_000, ...times });
    const { failure } = await on.ended(on.deploy({}, checkedBy(on, ...command)));
    assert.deepEqual([failure?.code, failure?.step, failure?.params], [code, 'ready', params]);
    await on.until('it is cleared away', async () => (await on.runner.list()).length === 0);
  });
}

test('the built-in runner says at once that it runs no command in a sample', async () => {
  await using on = new TestDeployer();
  const { failure } = await on.ended(on.deploy({}, { probe: { kind: 'exec', command: ['true'] } }));
  assert.equal(failure?.code, 'start_fail');
  assert.match(String(failure?.params.reason), /no command in a sample/);
});
