// Names that would be orders, if a shell or git read them as such (as in CVE-2026-45628). The domain refuses most of
// them (plain-text.test.ts); here they come past it.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fetchRepository } from './fetch-repository.ts';
import { SourceError } from './source-error.ts';
import { TestRepository } from './test-repository.ts';

/** Every program that was started until the test is over. */
function startedPrograms(context: TestContext): ChildProcess[] {
  const started: ChildProcess[] = [];
  const note = (message: unknown) => started.push((message as { process: ChildProcess }).process);
  channel('child_process').subscribe(note);
  context.after(() => channel('child_process').unsubscribe(note));
  return started;
}

test('an address or a branch is an argument of git at its place, whatever it says, and nothing of it is run', async (context) => {
  using repository = new TestRepository();
  const home = mkdtempSync(path.join(tmpdir(), 'berth-hostile-'));
  context.after(() => rmSync(home, { recursive: true, force: true }));
  const touch = `touch ${home}/owned`;
  const started = startedPrograms(context);
  const orders = [
    ...[
      `$(${touch})`,
      `\`${touch}\``,
      `;${touch}`,
      `main\n${touch}`,
      `--upload-pack=${touch}`,
      `-u${touch}`,
    ].map((branch) => ({ url: repository.folder, branch })),
    ...[`--upload-pack=${touch}`, `-u${touch}`, `ext::sh -c ${touch}`, `ssh://-oProxyCommand=${touch}/a`].map(
      (url) => ({ url, branch: 'main' }),
    ),
    { url: 'git://127.0.0.1:1/a', branch: 'main' },
    { url: 'http://127.0.0.1:1/a', branch: 'main' },
  ];
  for (const order of orders) {
    const fetched = fetchRepository(
      { ...order, token: null, into: path.join(home, 'code') },
      () => {},
      context.signal,
    );
    await assert.rejects(fetched, SourceError, JSON.stringify(order));
  }
  assert.equal(started.length, orders.length, 'git was started once for each');
  for (const [at, { spawnfile, spawnargs: args }] of started.entries()) {
    assert.equal(spawnfile, 'git');
    assert.ok(args.includes(`--branch=${orders[at]?.branch}`));
    assert.equal(args.at(-3), '--');
  }
  assert.deepEqual(readdirSync(home), []);
});
