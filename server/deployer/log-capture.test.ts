import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { logsFile, openLogsDb } from '#db/open.ts';
import { linesFrom, readNextSeq } from '#db/stores/log-reading.ts';
import { uploaded } from '#server/deployer/test-code.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import type { StoredLogLine } from '#server/domain/log-line.ts';

/** Prints numbered lines every few ms, the secret of its environment and, of FLOOD, so many lines as fast as it can. */
const PRINTING = `
const http = require('node:http');
http.createServer((_, answer) => answer.end('ok')).listen(process.env.PORT);
let count = 0;
setInterval(() => console.log('line ' + ++count + ' ' + (process.env.API_KEY ?? '')), 5);
const text = 'flood '.repeat(170);
let left = Number(process.env.FLOOD ?? 0);
function flood() {
  for (let i = 0; i < 200 && left > 0; i += 1, left -= 1) process.stdout.write(text + left + '\\n');
  if (left > 0) setImmediate(flood);
  else if (process.env.FLOOD) console.log('flood is over');
}
setTimeout(flood, 300);
`;

const CODE = { 'package.json': '{"scripts":{"start":"node server.js"}}', 'server.js': PRINTING };

function open(t: TestContext, on: TestDeployer) {
  const logs = openLogsDb(logsFile(on.dataDir));
  t.after(() => logs.$client.close());
  const all = () => {
    const lines: StoredLogLine[] = [];
    for (;;) {
      const more = linesFrom(logs, on.service.id, (lines.at(-1)?.seq ?? 0) + 1, 1_000);
      if (more.length === 0) return lines;
      lines.push(...more);
    }
  };
  const numbers = (instanceId: string) =>
    all().flatMap((line: StoredLogLine) => {
      const found = line.instanceId === instanceId ? /^line (\d+)/.exec(line.text) : null;
      return found ? [Number(found[1])] : [];
    });
  const find = (text: string) => {
    const words = `"${text.slice(0, 3)}" AND "${text.slice(3, 6)}"`;
    const sealed = logs.$client
      .prepare('select count(*) from log_words where log_words match ?')
      .pluck()
      .get(words);
    const rows = logs.$client
      .prepare('select count(*) from log_lines where instr(text, ?)')
      .pluck()
      .get(text);
    return Number(sealed) + Number(rows) > 0;
  };
  const count = (instanceId: string) =>
    Number(
      logs.$client.prepare('select lines from log_instances where instance_id = ?').pluck().get(instanceId) ??
        0,
    );
  return { all, numbers, find, count, next: () => readNextSeq(logs, on.service.id) };
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

test('what is printed is stored once and whole, though the deployer is gone for a while', async (t) => {
  await using on = new TestDeployer();
  const stored = open(t, on);
  const deployed = await on.live(
    on.deploy(
      {},
      { ...uploaded(on, CODE), env: [{ kind: 'new-secret', name: 'API_KEY', value: 'hush-hush-4711' }] },
    ),
  );
  const id = on.instances(deployed.versionId)[0]?.id ?? assert.fail();
  await on.until('lines are stored', () => stored.count(id) > 50);
  await on.stopDeployer();
  const before = stored.numbers(id).length;
  on.startDeployer();
  await on.until('more lines are stored', () => stored.count(id) > before + 150);
  const numbers = stored.numbers(id);
  assert.deepEqual(numbers, upTo(numbers.length));
  const lines = stored.all();
  assert.ok(lines.some(({ text }) => text.endsWith(' ••••••')));
  assert.ok(!JSON.stringify(lines).includes('hush-hush'));
  assert.ok(!on.log('instances', id).join('\n').includes('hush-hush'));
  const kinds = new Set(lines.map(({ stream }) => stream));
  assert.deepEqual([...kinds].toSorted(), ['build', 'platform', 'stdout']);
});

test('of a version without log collection nothing that it prints is stored', async (t) => {
  await using on = new TestDeployer();
  const stored = open(t, on);
  const deployed = await on.live(on.deploy({}, { ...uploaded(on, CODE), logType: 'none' }));
  const id = on.instances(deployed.versionId)[0]?.id ?? assert.fail();
  await on.until('its last lines are there for 错误详情', () => on.log('instances', id).length > 20);
  await on.until('what the platform says is stored', () => stored.next() > 1);
  assert.deepEqual(
    stored.all().filter(({ stream }) => stream === 'stdout'),
    [],
  );
});

test('a flood is cut and counted, and takes no line from its neighbour', async (t) => {
  await using on = new TestDeployer();
  const stored = open(t, on);
  const calm = await on.live(on.deploy({}, uploaded(on, CODE)));
  const flooded = 40_000;
  const wild = await on.live(on.deploy({ FLOOD: String(flooded) }, uploaded(on, CODE)));
  const idOf = (versionId: string) => on.instances(versionId)[0]?.id ?? assert.fail();
  const [calmId, wildId] = [idOf(calm.versionId), idOf(wild.versionId)];
  await on.until('lines are dropped', () => stored.find('drop_log_lines'), 40_000);
  const printed = stored.count(calmId);
  await on.until('the neighbour goes on', () => stored.count(calmId) > printed + 100);
  const numbers = stored.numbers(calmId);
  assert.deepEqual(numbers, upTo(numbers.length));
  const wildLines = stored.all().filter(({ instanceId }) => instanceId === wildId);
  assert.ok(wildLines.some(({ dropped, level }) => dropped > 0 && level === 'warn'));
  assert.ok(wildLines.length < flooded);
});
