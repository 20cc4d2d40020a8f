import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { orderFor } from '#server/runner/contract-cases.ts';
import type { LogLine } from '#server/runner/port.ts';
import { followLog } from './follow-log.ts';
import { settleOrder } from './instance-folder.ts';

const FILES = 3_000;
/** Each meets the moments without a file at its own times. */
const READERS = 6;

/** An instance that this very process keeps. */
function kept(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-follow-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  settleOrder(folder, { labels: orderFor(), ports: [] });
  const self = { pid: process.pid, startTime: null };
  writeFileSync(
    path.join(folder, 'process.json'),
    JSON.stringify({ keeper: self, sample: self, startedAt: 1 }),
  );
  return folder;
}

test('a log whose files change faster than they are read is followed to its end, and what is lost is counted', async (t) => {
  const folder = kept(t);
  const log = path.join(folder, 'log');
  async function change() {
    for (let n = 1; n <= FILES; n += 1) {
      writeFileSync(log, `${JSON.stringify({ n, at: n, stream: 'stdout', text: `line ${n}` })}\n`);
      await nextTurn();
      if (n === FILES) break;
      renameSync(log, `${log}.1`);
      await nextTurn(); // As for a moment in every change, there is no `log`.
    }
    writeFileSync(path.join(folder, 'exit.json'), JSON.stringify({ code: 0, at: FILES }));
  }
  const changed = change();
  const readers = Array.from({ length: READERS }, () => read(followLog(folder, t.signal)));
  await changed;
  for (const lines of await Promise.all(readers)) {
    assert.equal(lines.at(-1)?.at, FILES);
    const counted = lines.reduce((sum, { dropped = 0 }) => sum + 1 + dropped, 0);
    assert.equal(counted, FILES - (lines[0]?.at ?? 0) + 1);
  }
});

async function read(log: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of log) lines.push(line);
  return lines;
}
