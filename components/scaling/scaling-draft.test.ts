import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changeTimer,
  draftOf,
  isSame,
  settingsOf,
  withoutTimer,
  withTimer,
} from '#components/scaling/scaling-draft.ts';
import { scaleSettingsSchema } from '#server/domain/scale-settings.ts';

const SETTINGS = scaleSettingsSchema.parse({
  mode: 'custom',
  timers: [
    { cycle: 'weekly', days: [1, 2], startTime: '03:45', endTime: '11:15', replicas: 2 },
    { cycle: 'daily', startTime: '20:00', endTime: '22:00', replicas: 3 },
  ],
});

test('what is stored comes back from a draft as it was', () => {
  assert.deepEqual(settingsOf(draftOf(SETTINGS)), SETTINGS);
  assert.equal(isSame(draftOf(SETTINGS), SETTINGS), true);
});

test('a rule that comes has a key of its own, and a rule that goes takes only itself along', () => {
  const draft = withTimer(withoutTimer(draftOf(SETTINGS), 0));
  assert.deepEqual(
    draft.timers.map(({ key, savedIndex }) => [key, savedIndex]),
    [
      [1, 1],
      [2, null],
    ],
  );
  assert.equal(isSame(draft, SETTINGS), false);
});

test('a changed rule is not the stored one any more, and another cycle begins without days', () => {
  const moved = changeTimer(draftOf(SETTINGS), 0, { endTime: '12:00' });
  assert.deepEqual([moved.timers[0]?.days, moved.timers[0]?.savedIndex], [[1, 2], null]);
  assert.equal(moved.timers[1]?.savedIndex, 1);
  assert.deepEqual(changeTimer(moved, 0, { cycle: 'monthly' }).timers[0]?.days, []);
});

test('an empty number is refused, not taken for another', () => {
  const draft = changeTimer(draftOf(SETTINGS), 1, { replicas: null });
  const checked = scaleSettingsSchema.safeParse(settingsOf(draft));
  assert.deepEqual(
    checked.error?.issues.map(({ path, message }) => [path.join('.'), message]),
    [['timers.1.replicas', 'timer_replicas_invalid']],
  );
});
