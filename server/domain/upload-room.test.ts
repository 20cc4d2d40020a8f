import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planUploadRoom, type UnusedUpload } from '#server/domain/upload-room.ts';

const NOW = 1_000_000_000;
const ROOM = { serviceBytes: 100, installationBytes: 150 };

function upload(id: string, serviceId: string, sizeBytes: number, minutesOld: number): UnusedUpload {
  return { id, serviceId, sizeBytes, createdAt: NOW - minutesOld * 60_000 };
}

function room(unused: UnusedUpload[], sizeBytes: number) {
  return planUploadRoom(unused, { serviceId: 'shop', sizeBytes }, NOW, ROOM);
}

test('what fits takes nothing away', () => {
  assert.deepEqual(room([upload('a', 'shop', 60, 600)], 40), { kind: 'room', forget: [] });
});

test('old uploads of the service go, the oldest first and no more than needed', () => {
  const unused = [upload('b', 'shop', 30, 90), upload('a', 'shop', 30, 600), upload('c', 'shop', 30, 120)];
  assert.deepEqual(room(unused, 50), { kind: 'room', forget: ['a', 'c'] });
});

test('what was uploaded within the hour stays, and where only that is in the way there is no room', () => {
  const unused = [upload('a', 'shop', 70, 59), upload('b', 'shop', 20, 61)];
  assert.deepEqual(room(unused, 30), { kind: 'room', forget: ['b'] });
  assert.equal(room(unused, 31).kind, 'full');
});

test('all services together have a limit, too, and the old uploads of others make room', () => {
  const others = (minutesOld: number) => [upload('a', 'cart', 90, minutesOld), upload('b', 'pay', 40, 5)];
  assert.deepEqual(room(others(61), 50), { kind: 'room', forget: ['a'] });
  assert.equal(room(others(1), 50).kind, 'full');
});

test('one that is larger than the whole room never fits', () => {
  assert.equal(room([], 101).kind, 'full');
});
