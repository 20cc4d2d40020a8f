import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageAvailability } from '#server/domain/image-availability.ts';

const IMAGE = { image: 'sha256:a', reference: 'shop/order:1', digest: null, isBuilt: false };
const MACHINE = { runner: 'docker' as const, isEngineUp: true, images: [{ id: 'sha256:b' }] };

test('an image that the machine lists is there, whatever it is called now', () => {
  assert.equal(imageAvailability({ ...IMAGE, image: 'sha256:b' }, MACHINE), 'present');
});

test('one that was built here and is not listed is gone', () => {
  assert.equal(imageAvailability({ ...IMAGE, isBuilt: true }, MACHINE), 'gone');
});

test('one with a digest is asked of its registry; one without may be there without a name', () => {
  assert.equal(imageAvailability({ ...IMAGE, digest: 'sha256:d' }, MACHINE), 'pulled');
  assert.equal(imageAvailability(IMAGE, MACHINE), 'unnamed');
});

test('nothing is called gone on a guess: unknown image, silent engine, samples', () => {
  const built = { ...IMAGE, isBuilt: true };
  assert.equal(imageAvailability(null, MACHINE), 'present');
  assert.equal(imageAvailability(built, null), 'present');
  assert.equal(imageAvailability(built, { ...MACHINE, isEngineUp: false }), 'present');
  assert.equal(imageAvailability({ ...IMAGE, reference: 'sample/hello:v1' }, MACHINE), 'present');
});
