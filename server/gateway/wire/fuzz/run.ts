import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Comparison, compare } from '#server/gateway/wire/fuzz/compare.ts';
import { readOurs } from '#server/gateway/wire/fuzz/our-reader.ts';
import type { Outcome } from '#server/gateway/wire/fuzz/outcome.ts';
import { streams } from '#server/gateway/wire/fuzz/streams.ts';

/** Another reader of streams. */
export type Reader = { read(stream: Buffer): Promise<Outcome> };

/** By reader: how often each kind of comparison came out, and why somebody refused. */
export type Tally = Record<string, Map<string, number>>;

/** A stream that was read in two ways, as short as it could be made. */
export type Difference = { reader: string; seed: number; stream: string; ours: Outcome; other: Outcome };

export type Result = { cases: number; tally: Tally; differences: Difference[] };

/** Streams at once; each takes a connection. */
const BATCH = 250;
const MOST_DIFFERENCES = 20;

/** Gives that many random streams to all readers. The same seed gives the same streams. */
export async function fuzz(
  readers: Record<string, Reader>,
  { seed, cases, onProgress }: { seed: number; cases: number; onProgress?: (done: number) => void },
): Promise<Result> {
  const result: Result = {
    cases: 0,
    tally: Object.fromEntries(Object.keys(readers).map((name) => [name, new Map()])),
    differences: [],
  };
  for (let batch = 0; result.cases < cases && result.differences.length < MOST_DIFFERENCES; batch += 1) {
    const batchSeed = seed + batch;
    const texts = fc.sample(streams, { seed: batchSeed, numRuns: Math.min(BATCH, cases - result.cases) });
    await Promise.all(texts.map((text) => tryStream(readers, text, batchSeed, result)));
    result.cases += texts.length;
    onProgress?.(result.cases);
  }
  return result;
}

async function tryStream(
  readers: Record<string, Reader>,
  text: string,
  seed: number,
  result: Result,
): Promise<void> {
  assertCutsDoNotMatter(text);
  for (const [name, reader] of Object.entries(readers)) {
    const comparison = await comparedAt(reader, text);
    count(result.tally[name], comparison);
    if (comparison.kind !== 'differ') continue;
    const stream = await shortened(
      text,
      async (shorter) => (await comparedAt(reader, shorter)).kind === 'differ',
    );
    const bytes = Buffer.from(stream, 'latin1');
    result.differences.push({
      reader: name,
      seed,
      stream,
      ours: readOurs([bytes]),
      other: await reader.read(bytes),
    });
  }
}

/** However the bytes come in, they say the same. Throws where they do not. */
function assertCutsDoNotMatter(text: string): void {
  const bytes = Buffer.from(text, 'latin1');
  const whole = withoutReason(readOurs([bytes]));
  const middle = hashOf(bytes) % bytes.length;
  for (const cuts of [[middle], [1, middle], [middle, middle + 1, middle + 2]]) {
    assert.deepEqual(
      withoutReason(readOurs(piecesOf(bytes, cuts))),
      whole,
      `cut at ${cuts}: ${JSON.stringify(text)}`,
    );
  }
}

/** A head that is wrong in two places may be refused for either. */
function withoutReason({ requests, end }: Outcome): Outcome {
  return { requests, end };
}

/** FNV-1a, so that a stream is always cut at the same places. */
function hashOf(bytes: Buffer): number {
  return bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619) >>> 0, 2_166_136_261);
}

function piecesOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...cuts, bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

async function comparedAt(reader: Reader, text: string): Promise<Comparison> {
  const bytes = Buffer.from(text, 'latin1');
  return compare(readOurs([bytes]), await reader.read(bytes));
}

function count(tally: Map<string, number> | undefined, comparison: Comparison): void {
  const key = 'reason' in comparison ? `${comparison.kind}: ${comparison.reason}` : comparison.kind;
  tally?.set(key, (tally.get(key) ?? 0) + 1);
}

/** Leaves parts out as long as the rest still fails. */
async function shortened(text: string, fails: (text: string) => Promise<boolean>): Promise<string> {
  let shortest = text;
  for (let length = text.length >> 1; length > 0; length >>= 1) {
    for (let at = 0; at + length <= shortest.length; ) {
      const shorter = shortest.slice(0, at) + shortest.slice(at + length);
      if (await fails(shorter)) shortest = shorter;
      else at += length;
    }
  }
  return shortest;
}
