import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { NginxReader } from '#server/gateway/wire/fuzz/nginx-reader.ts';
import { NodeReader } from '#server/gateway/wire/fuzz/node-reader.ts';
import { fuzz, type Reader } from '#server/gateway/wire/fuzz/run.ts';

/** FUZZ_STREAMS=<number> for more of them. */
const CASES = Number(process.env.FUZZ_STREAMS ?? 20_000);

test(`of ${CASES} random streams none ends elsewhere for Node than for us`, async (t) => {
  await assertNoneDiffers(t, 'node', new NodeReader());
});

test(`of ${CASES} random streams none ends elsewhere for nginx than for us`, async (t) => {
  const nginx = await NginxReader.start((line) => t.diagnostic(line)).catch((error: Error) => error);
  if (nginx instanceof Error) {
    if (process.env.CI) throw nginx;
    return t.skip(nginx.message);
  }
  await using stopping = nginx;
  await assertNoneDiffers(t, 'nginx', stopping);
});

/** Prints its seed: `node server/gateway/wire/fuzz.ts --seed …` runs the same. */
async function assertNoneDiffers(t: TestContext, name: string, reader: Reader): Promise<void> {
  const seed = Math.floor(Math.random() * 1e9);
  t.diagnostic(`seed ${seed}`);
  const { tally, differences } = await fuzz({ [name]: reader }, { seed, cases: CASES });
  assert.deepEqual(differences, [], `seed ${seed}`);
  // Where nearly all was refused, or nothing was, nothing was tried.
  const taken = tally[name]?.get('same') ?? 0;
  assert.ok(taken > CASES / 10 && taken < CASES / 2, `${taken} were taken by both`);
}
