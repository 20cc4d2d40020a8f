// `node server/gateway/wire/fuzz.ts [--cases 1000000] [--seed 1] [--without-nginx]`: gives random and damaged streams
// of requests to our parser, to Node's own HTTP server and to nginx. Prints what came out, and every stream in which
// two of them see other ends and ours is not the one that refuses; there must be none.
import { parseArgs } from 'node:util';
import { NginxReader } from '#server/gateway/wire/fuzz/nginx-reader.ts';
import { NodeReader } from '#server/gateway/wire/fuzz/node-reader.ts';
import { fuzz, type Result } from '#server/gateway/wire/fuzz/run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000_000}` },
    'without-nginx': { type: 'boolean', default: false },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
console.log(`${cases} streams from seed ${seed}`);
await using nginx = values['without-nginx'] ? undefined : await NginxReader.start(console.log);
const startedAt = performance.now();
const result = await fuzz(
  { node: new NodeReader(), ...(nginx && { nginx }) },
  { seed, cases, onProgress: (done) => done % 50_000 === 0 && console.log(`${done} done`) },
);
print(result, (performance.now() - startedAt) / 1000);
process.exitCode = result.differences.length === 0 ? 0 : 1;

function print({ cases, tally, differences }: Result, seconds: number): void {
  for (const [reader, counts] of Object.entries(tally)) {
    console.log(`\n${reader}`);
    for (const [what, times] of [...counts].toSorted((a, b) => b[1] - a[1])) {
      console.log(`${String(times).padStart(9)}  ${what}`);
    }
  }
  for (const difference of differences) console.log(`\n${JSON.stringify(difference, undefined, 2)}`);
  console.log(`\n${cases} streams in ${seconds.toFixed(0)} s, ${differences.length} read in two ways`);
}
