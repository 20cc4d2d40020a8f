import assert from 'node:assert/strict';
import type { RawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { fieldOf, statusOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

/**
 * Sends bytes with a good request behind them. They get one answer, the connection is closed, and the instance hears
 * nothing at all: neither of them nor of what stands behind.
 */
export async function assertRefused(
  { instance, visitor }: RawBerth,
  bytes: string,
  statuses: readonly number[] = [400],
): Promise<void> {
  const heardBefore = instance.heard;
  const connection = await visitor();
  connection.send(bytes + requestOf('GET /behind'));
  const answer = await connection.answer();
  assert.ok(statuses.includes(statusOf(answer)), answer.start);
  assert.equal(fieldOf(answer, 'connection')?.toLowerCase(), 'close');
  assert.equal(await connection.ended(), '', 'one answer and no more');
  assert.equal(instance.heard, heardBefore);
}
