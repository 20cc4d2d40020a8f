import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilEnd } from '#server/api/admit.ts';
import { RateLimits, type TurnKind } from '#server/api/rate-limits.ts';
import { Problem } from '#server/domain/problem.ts';

/** How many of so many are let in, and the wait that the first refused one was told. */
function takes(limits: RateLimits, kind: TurnKind, who: string, tries: number) {
  let given = 0;
  for (; given < tries; given += 1) {
    try {
      limits.take(kind, who);
    } catch (error) {
      assert.ok(error instanceof Problem);
      assert.equal(error.code, 'too_many_requests');
      return { given, seconds: Number(error.params.seconds) };
    }
  }
  return { given, seconds: 0 };
}

test('strangers of one address may try to sign in sixty times at once, then every two seconds', () => {
  let now = 0;
  const limits = new RateLimits(() => now);
  assert.deepEqual(takes(limits, 'stranger-write', '192.0.2.7', 100), { given: 60, seconds: 2 });
  now += 2_000;
  assert.deepEqual(takes(limits, 'stranger-write', '192.0.2.7', 100), { given: 1, seconds: 2 });
});

test('whoever is stopped stops nobody else, nor what else it may do', () => {
  const limits = new RateLimits(() => 0);
  takes(limits, 'person-write', 'usr-1', 1_000);
  assert.equal(takes(limits, 'person-write', 'usr-2', 300).given, 300);
  assert.equal(takes(limits, 'person-read', 'usr-1', 1_000).given, 1_000);
});

test('a network of IPv6 counts as one address, its neighbour as another', () => {
  const limits = new RateLimits(() => 0);
  takes(limits, 'stranger-write', '2001:db8:0:7::1', 1_000);
  assert.equal(takes(limits, 'stranger-write', '2001:DB8::7:1:2:3:4', 1).given, 0);
  assert.equal(takes(limits, 'stranger-write', '2001:db8:0:8::1', 1).given, 1);
});

test('addresses that come and go are forgotten', () => {
  let now = 0;
  const limits = new RateLimits(() => now);
  for (let index = 0; index < 30_000; index += 1) {
    now += 100;
    limits.take('stranger-read', `192.0.${index >> 8}.${index & 255}`);
  }
  assert.ok(limits.size <= 10_001, String(limits.size));
});

test('one person may keep fifty streams open, and another one as soon as one has ended', () => {
  const limits = new RateLimits();
  const ends = Array.from({ length: 50 }, () => limits.openStream('usr-1'));
  assert.throws(() => limits.openStream('usr-1'), { code: 'too_many_streams' });
  limits.openStream('usr-2');
  ends[0]?.();
  ends[0]?.(); // Told twice, as by a signal and by the end of the answer.
  limits.openStream('usr-1');
  assert.throws(() => limits.openStream('usr-1'), { code: 'too_many_streams' });
});

test('the end of an answer is told when it is whole, given up, or broken', async () => {
  const whole = untilEndCounted(new Response('body'));
  assert.equal(await whole.response.text(), 'body');
  const given = untilEndCounted(new Response(new ReadableStream({})));
  await given.response.body?.cancel();
  const broken = untilEndCounted(
    new Response(new ReadableStream({ pull: (controller) => controller.error(new Error('broken')) })),
  );
  await assert.rejects(broken.response.text(), /broken/);
  const empty = untilEndCounted(new Response(null, { status: 204 }));
  assert.deepEqual(
    [whole, given, broken, empty].map(({ ends }) => ends()),
    [1, 1, 1, 1],
  );
});

function untilEndCounted(answer: Response) {
  let count = 0;
  const response = untilEnd(answer, () => {
    count += 1;
  });
  return { response, ends: () => count };
}
