import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Answered, NodesClient, readOursAnswer } from '#server/gateway/wire/fuzz/answer-readers.ts';
import { type AnswerCase, answers } from '#server/gateway/wire/fuzz/answers.ts';

const CASES = Number(process.env.FUZZ_ANSWERS ?? 3_000);

/** White space that belongs to no value (RFC 9110 §5.5), by which Node's client knows the coding no more. */
const TAB_BEHIND_CODING = /chunked *\t/i;

function ours({ method, text }: AnswerCase, ...cuts: number[]): Answered {
  const bytes = Buffer.from(text, 'latin1');
  const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b);
  return readOursAnswer(
    method,
    ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)),
  );
}

function endOf(answered: Answered): string {
  return answered.end === 'whole' ? `${answered.status} ${JSON.stringify(answered.body)}` : answered.end;
}

test(`of ${CASES} random answers none ends elsewhere for Node's client than for us`, async (t) => {
  const seed = Math.floor(Math.random() * 1e9);
  t.diagnostic(`seed ${seed}`);
  await using client = await NodesClient.start();
  const tally = { same: 0, broken: 0, nodeBroken: 0 };
  const property = fc.asyncProperty(answers, async (answer) => {
    const own = ours(answer);
    if (own.end === 'broken') {
      tally.broken += 1;
      return;
    }
    const nodes = await client.read(answer);
    if (nodes.end === 'broken' || TAB_BEHIND_CODING.test(answer.text)) tally.nodeBroken += 1;
    else {
      tally.same += 1;
      assert.equal(endOf(own), endOf(nodes));
    }
  });
  await fc.assert(property, { seed, numRuns: CASES });
  t.diagnostic(JSON.stringify(tally));
  assert.ok(tally.same > CASES / 10 && tally.broken > CASES / 10, JSON.stringify(tally));
});

test('however the bytes of an answer come in, they say the same', () => {
  fc.assert(
    fc.property(answers, fc.nat(), fc.nat(), (answer, one, two) => {
      assert.equal(endOf(ours(answer, one, two, two + 1)), endOf(ours(answer)));
    }),
    { numRuns: CASES / 4 },
  );
});
