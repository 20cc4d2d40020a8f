import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relativeTime } from '#components/ui/relative-time.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.UTC(2026, 10, 21, 12);

function ago(ageMs: number, locale = 'en'): string | undefined {
  return relativeTime(NOW - ageMs, NOW, locale);
}

test('below a minute, and where the server is ahead, there is no number', () => {
  assert.equal(ago(59_999), undefined);
  assert.equal(ago(-5_000), undefined);
});

test('each unit begins where it is one, and is rounded down', () => {
  assert.equal(ago(MINUTE), '1 min. ago');
  assert.equal(ago(60 * MINUTE - 1), '59 min. ago');
  assert.equal(ago(60 * MINUTE), '1 hr. ago');
  assert.equal(ago(DAY), '1 day ago');
  assert.equal(ago(13 * DAY), '13 days ago');
  assert.equal(ago(14 * DAY), '2 wk. ago');
  assert.equal(ago(30 * DAY), '1 mo. ago');
  assert.equal(ago(364 * DAY), '12 mo. ago');
  assert.equal(ago(365 * DAY), '1 yr. ago');
});

test('it speaks the reader’s language', () => {
  assert.match(ago(12 * MINUTE, 'zh-CN') ?? '', /^12\s?分钟前$/);
});
