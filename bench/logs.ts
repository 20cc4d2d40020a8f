// `npm run bench:logs [-- --lines 1000000]`: the first page of a search of 日志, as the API gives it, against grep on the
// same lines in a file. The last line is one JSON object; `searchMs` is the slowest of the kinds, by medians.
// `-- --flood 60 [--runner docker|embedded]`: see log-flood.ts.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf } from '#bench/figures.ts';
import { corpus, RARE, RARE_CHINESE } from '#bench/log-corpus.ts';
import { benchFlood } from '#bench/log-flood.ts';
import { migrate } from '#db/migrate.ts';
import { berthFile, logsFile, openDb, openLogsDb } from '#db/open.ts';
import { sealBlock, writeLines } from '#db/stores/log-lines.ts';
import { readLogBytes } from '#db/stores/log-room.ts';
import { searchLogs } from '#server/api/logs/search-logs.ts';
import type { LogLineDraft } from '#server/domain/log-line.ts';
import { logSearchSchema } from '#server/domain/log-query.ts';

const RUNS = 7;
const BATCH = 2_000;
/** What is asked of the store, and of grep; `-m 100` because a page has as many. */
const KINDS: Record<string, { query: string; grep: string[] }> = {
  rare: { query: `"${RARE.text}"`, grep: ['-F', RARE.text] },
  common: { query: 'orders', grep: ['-F', '-m', '100', 'orders'] },
  absent: { query: 'kernelpanic', grep: ['-F', 'kernelpanic'] },
  'two words': { query: 'invoice retry', grep: ['-P', '(?=.*invoice)(?=.*retry)'] },
  'rare and common': { query: 'deadlock AND error', grep: ['-P', '(?=.*deadlock)(?=.*ERROR)'] },
  'key:value': { query: 'user.id:u-777', grep: ['-F', '"id":"u-777"'] },
  Chinese: { query: RARE_CHINESE.text, grep: ['-F', RARE_CHINESE.text] },
  'Chinese of two letters': { query: '耗尽', grep: ['-F', '耗尽'] },
  'without words': { query: '', grep: ['-m', '100', ''] },
};

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    flood: { type: 'string' },
    runner: { type: 'string', default: 'embedded' },
  },
});
const count = Number(values.lines);
if (values.flood === undefined) await measure();
else await benchFlood(values.runner === 'docker' ? 'docker' : 'embedded', Number(values.flood));

async function measure(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-logs-'));
  try {
    await measureIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureIn(folder: string): Promise<void> {
  migrate(folder);
  const logs = openLogsDb(logsFile(folder));
  const db = openDb(berthFile(folder));
  const text = path.join(folder, 'lines.log');
  const began = performance.now();
  fill(text, (lines) => {
    writeLines(logs, lines);
    while (sealBlock(logs, 'bench'));
  });
  const seconds = (performance.now() - began) / 1_000;
  const onDisk = statSync(logsFile(folder)).size;
  console.log(
    `${count} lines, ${mebibytes(statSync(text).size)} as text, ${mebibytes(onDisk)} stored ` +
      `(counted as ${mebibytes(readLogBytes(logs, 'bench'))}), written in ${seconds.toFixed(1)} s`,
  );
  const service = { id: 'bench', name: 'bench', environmentId: 'none' };
  const search = (query: string) =>
    searchLogs({ db, logs }, service, logSearchSchema.parse({ cursor: null, query }));
  const kinds: Record<string, { searchMs: number; grepMs: number; lines: number; isPartial: boolean }> = {};
  for (const [name, { query, grep }] of Object.entries(KINDS)) {
    const { lines, isPartial } = await search(query);
    const searchMs = figuresOf(await timed(() => search(query))).median;
    const grepMs = figuresOf(await timed(() => runGrep(grep, text))).median;
    kinds[name] = { searchMs, grepMs, lines: lines.length, isPartial };
    console.log(
      `${name}: search ${searchMs} ms, grep ${grepMs} ms, ${lines.length} lines${isPartial ? ', partial' : ''}`,
    );
  }
  const all = Object.values(kinds);
  const slowest = (of: (kind: (typeof all)[number]) => number) => Math.max(...all.map(of));
  const searchMs = slowest((kind) => kind.searchMs);
  const grepMs = figuresOf(all.map((kind) => kind.grepMs)).median;
  logs.$client.close();
  db.$client.close();
  console.log(JSON.stringify({ searchMs, grepMs, lines: count, kinds }));
}

/** The same lines as text and in the store. */
function fill(text: string, store: (lines: LogLineDraft[]) => void): void {
  const file = openSync(text, 'w');
  let batch: LogLineDraft[] = [];
  for (const line of corpus(count, Date.now())) {
    batch.push(line);
    if (batch.length < BATCH) continue;
    writeSync(file, `${batch.map((one) => one.text).join('\n')}\n`);
    store(batch);
    batch = [];
  }
  if (batch.length > 0) store(batch);
  closeSync(file);
}

async function timed(work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}

function runGrep(args: string[], file: string): void {
  const { error } = spawnSync('grep', [...args, file], {
    stdio: 'ignore',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  if (error) throw error;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
