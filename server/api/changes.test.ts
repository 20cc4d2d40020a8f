import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { watchFingerprint } from '#server/api/changes.ts';

function watching(t: { signal: AbortSignal }) {
  const changes = new EventEmitter<{ change: [] }>();
  const shown = { mark: 'a' };
  const marks = watchFingerprint({ changes, requireStill: () => {} }, () => shown.mark, t.signal);
  return { changes, shown, marks };
}

test('a reader that takes nothing for thousands of commits gets the newest mark once, and nobody else is hurt', async (t) => {
  const { changes, shown, marks } = watching(t);
  assert.equal((await marks.next()).value, 'a');
  for (let commit = 0; commit < 5_000; commit += 1) {
    shown.mark = `b${commit}`;
    changes.emit('change');
  }
  assert.equal((await marks.next()).value, 'b4999');
  const next = marks.next();
  shown.mark = 'c';
  changes.emit('change');
  assert.equal((await next).value, 'c');
});

test('a commit that changes nothing shown is not told', async (t) => {
  const { changes, shown, marks } = watching(t);
  await marks.next();
  const next = marks.next();
  changes.emit('change');
  await Promise.resolve();
  shown.mark = 'b';
  changes.emit('change');
  assert.equal((await next).value, 'b');
});

test('who stops reading leaves no listener behind', async (t) => {
  const { changes, marks } = watching(t);
  await marks.next();
  await marks.return(undefined);
  assert.equal(changes.listenerCount('change'), 0);
});

test('the signal ends it while it waits', async () => {
  const leaving = new AbortController();
  const { changes, marks } = watching(leaving);
  await marks.next();
  const next = marks.next();
  leaving.abort();
  assert.equal((await next).done, true);
  assert.equal(changes.listenerCount('change'), 0);
});

test('a right that is gone ends it within a second, although nothing was committed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const changes = new EventEmitter<{ change: [] }>();
  const asked = { isGranted: true };
  const requireStill = () => {
    if (!asked.isGranted) throw new Error('not any more');
  };
  const marks = watchFingerprint({ changes, requireStill }, () => 'a', t.signal);
  await marks.next();
  const next = marks.next();
  asked.isGranted = false;
  t.mock.timers.tick(1_000);
  await assert.rejects(next, /not any more/);
  assert.equal(changes.listenerCount('change'), 0);
});
