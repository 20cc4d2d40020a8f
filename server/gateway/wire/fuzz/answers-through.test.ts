// Whatever an instance writes, its visitor gets at most one answer to each request, and nobody gets another's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { type RawMessage, statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import type { RawVisitor } from '#server/gateway/protocol/raw-visitor.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { answers } from '#server/gateway/wire/fuzz/answers.ts';

const CASES = Number(process.env.FUZZ_ANSWERS ?? 600);
const FINE = 'what was asked for';

test(`${CASES} hostile answers lead to one answer each, and leave the next request alone`, async (t) => {
  let hostile = '';
  const berth = await rawBerth(t, (request, connection) => {
    if (targetOf(request) === '/fine') return answerOf(FINE);
    connection.send(Buffer.from(hostile, 'latin1'));
    connection.socket.end();
    return undefined;
  });
  const seed = Math.floor(Math.random() * 1e9);
  t.diagnostic(`seed ${seed}`);
  let fine = 0;
  const property = fc.asyncProperty(answers, async ({ method, text }) => {
    hostile = text;
    const visitor = await berth.visitor();
    visitor.send(requestOf(`${method} /hostile`, method === 'POST' ? ['content-length: 0'] : []));
    visitor.send(requestOf('GET /fine'));
    const first = await finalAnswer(visitor, method);
    if (first && (await nextIsFine(visitor))) fine += 1;
    visitor.socket.destroy();
    // On a connection of its own it is always there.
    const other = await berth.visitor();
    other.send(requestOf('GET /fine', ['connection: close']));
    assert.equal((await other.answer()).body, FINE);
    other.socket.destroy();
  });
  await fc.assert(property, { seed, numRuns: CASES });
  assert.ok(fine > CASES / 4, `${fine} connections went on behind a hostile answer`);
});

/** Undefined where the connection was cut instead: an answer that is not whole cannot be taken for one. */
async function finalAnswer(visitor: RawVisitor, method: string): Promise<RawMessage | undefined> {
  for (;;) {
    const answer = await (method === 'HEAD' ? visitor.answerToHead() : visitor.answer()).catch(
      (error: Error) => {
        if (/ended before/.test(error.message)) return undefined;
        throw error;
      },
    );
    if (answer === undefined || statusOf(answer) >= 200) return answer;
  }
}

/** The second answer is the second request's, or there is none. */
async function nextIsFine(visitor: RawVisitor): Promise<boolean> {
  await visitor.until(() => visitor.isEnded || visitor.rest.endsWith(FINE));
  if (visitor.isEnded && visitor.rest === '') return false;
  const { body } = await visitor.answer();
  assert.equal(body, FINE);
  assert.equal(visitor.rest, '');
  return true;
}
