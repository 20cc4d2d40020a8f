import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markDifferences } from '#components/ui/text-marks.ts';

/** Marked words in brackets. */
function marked(text: string, other: string): string {
  return markDifferences(text, other)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');
}

test('of an image only the tag that differs is marked', () => {
  assert.equal(marked('shop/order-api:1.8.3', 'shop/order-api:1.8.2'), 'shop/order-api:[1.8.3]');
});

test('of a size only the figures that differ', () => {
  assert.equal(marked('0.5 核 / 1 GB', '0.25 核 / 0.5 GB'), '[0.5] 核 / [1] GB');
  assert.equal(marked('4 至 20', '2 至 20'), '[4] 至 20');
});

test('equal texts have no mark, and texts with nothing in common are one mark', () => {
  assert.equal(marked('TCP 80', 'TCP 80'), 'TCP 80');
  assert.equal(marked('镜像自带', 'node'), '[镜像自带]');
});

test('a text too long to be compared word by word is marked as a whole', () => {
  const long = 'a b '.repeat(400);
  assert.equal(markDifferences(long, `${long}c`).length, 1);
});

test('nothing of the text is lost or moved', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (text, other) => {
      const parts = markDifferences(text, other);
      return parts.map((part) => part.text).join('') === text;
    }),
  );
});
