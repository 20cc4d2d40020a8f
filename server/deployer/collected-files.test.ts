import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { logsFile, openLogsDb } from '#db/open.ts';
import { linesFrom } from '#db/stores/log-reading.ts';
import { temporaryData } from '#db/temporary.ts';
import { CollectedFiles } from '#server/deployer/collected-files.ts';
import { LogStore } from '#server/deployer/log-store.ts';
import { uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';

function world(logPath = '/app/logs') {
  const data = temporaryData();
  const store = new LogStore(data.logs, (error) => assert.fail(String(error)));
  const folder = path.join(data.dataDir, 'collected', 'i1');
  mkdirSync(folder, { recursive: true });
  const present = new Set(['i1']);
  const begin = () =>
    new CollectedFiles({
      dataDir: data.dataDir,
      store,
      subject: (instanceId) => ({
        ...{ instanceId, serviceId: 's1', versionId: 'v1', logType: 'custom', logPath },
        mask: (text) => text.replaceAll('hush-hush', '••••••'),
      }),
      isPresent: (instanceId) => present.has(instanceId),
      now: () => 1_000,
      onError: (error) => assert.fail(String(error)),
    });
  const file = (name: string) => path.join(folder, name);
  const texts = () => {
    store.flush();
    return linesFrom(data.logs, 's1', 1, 1_000).map((line) => `${line.file} ${line.text}`);
  };
  const close = () => {
    store.close();
    data[Symbol.dispose]();
  };
  return { begin, file, folder, present, texts, [Symbol.dispose]: close };
}

test('files of a folder are read on where they were left, rotated and emptied ones from their beginning', () => {
  using on = world();
  writeFileSync(on.file('app.log'), 'one\ntwo hush-hush\npart');
  writeFileSync(on.file('core.bin'), 'not collected\n');
  const first = on.begin();
  first.look();
  writeFileSync(on.file('app.log'), ' of three\n', { flag: 'a' });
  first.look();
  assert.deepEqual(on.texts(), [
    '/app/logs/app.log one',
    '/app/logs/app.log two ••••••',
    '/app/logs/app.log part of three',
  ]);
  const second = on.begin(); // As after a restart.
  second.look();
  assert.equal(on.texts().length, 3);
  renameSync(on.file('app.log'), on.file('app.1'));
  writeFileSync(on.file('app.log'), 'four\n');
  second.look();
  truncateSync(on.file('app.log'), 0);
  second.look();
  writeFileSync(on.file('app.log'), 'five\n', { flag: 'a' });
  second.look();
  assert.deepEqual(on.texts().slice(3), ['/app/logs/app.log four', '/app/logs/app.log five']);
});

test('a link that leads out of the folder is not followed', () => {
  using on = world();
  const outside = path.join(path.dirname(path.dirname(on.folder)), 'outside.log');
  writeFileSync(outside, 'of the machine\n');
  symlinkSync(outside, on.file('app.log'));
  on.begin().look();
  assert.deepEqual(on.texts(), []);
});

test('of a path that is a file only this one is read, and the folder goes with its instance', () => {
  using on = world('/app/logs/app.log');
  writeFileSync(on.file('app.log'), 'wanted\n');
  writeFileSync(on.file('other.log'), 'unwanted\n');
  on.present.clear();
  on.begin().look();
  assert.deepEqual(on.texts(), ['/app/logs/app.log wanted']);
  assert.ok(!existsSync(on.folder));
});

test('what a program writes into its collected folder is stored beside what it prints', async (t) => {
  await using on = new TestDeployer();
  const server = `require('node:fs').writeFileSync(process.env.LOG_DIR + '/app.log', 'written to a file\\n');
    require('node:http').createServer((_, answer) => answer.end('ok')).listen(process.env.PORT);`;
  const code = { 'package.json': '{"scripts":{"start":"node server.js"}}', 'server.js': server };
  await on.live(on.deploy({}, { ...uploaded(on, code), logType: 'custom', logPath: '/app/logs' }));
  const logs = openLogsDb(logsFile(on.dataDir));
  t.after(() => logs.$client.close());
  const found = await on.until('the line of the file is stored', () =>
    linesFrom(logs, on.service.id, 1, 1_000).find(({ stream }) => stream === 'file'),
  );
  assert.deepEqual([found.text, found.file], ['written to a file', '/app/logs/app.log']);
});
