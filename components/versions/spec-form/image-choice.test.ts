import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findImage,
  megabytesOf,
  samplesOf,
  suggestionsOf,
} from '#components/versions/spec-form/image-choice.ts';

const IMAGES = [
  { reference: 'sample/hello:v2', sizeBytes: 0 },
  { reference: 'sample/hello:v1', sizeBytes: 0 },
  { reference: 'nginx:latest', sizeBytes: 186_400_000 },
  { reference: 'registry.example.com:5000/shop/order-api:1.9.1', sizeBytes: 2 },
];

test('Demo offers the samples in order, and the chosen one even before the engine was read', () => {
  assert.deepEqual(samplesOf(IMAGES, 'nginx'), ['sample/hello:v1', 'sample/hello:v2']);
  assert.deepEqual(samplesOf([], 'sample/hello:v3'), ['sample/hello:v1', 'sample/hello:v3']);
});

test('images are suggested without the samples', () => {
  assert.deepEqual(suggestionsOf(IMAGES), ['nginx:latest', 'registry.example.com:5000/shop/order-api:1.9.1']);
});

test('a reference without a tag means latest; the port of a registry is no tag', () => {
  assert.equal(findImage(IMAGES, ' nginx ')?.reference, 'nginx:latest');
  assert.equal(findImage(IMAGES, 'nginx:1.27'), undefined);
  assert.equal(findImage(IMAGES, 'registry.example.com:5000/shop/order-api'), undefined);
  assert.equal(findImage(IMAGES, 'registry.example.com:5000/shop/order-api:1.9.1')?.sizeBytes, 2);
  assert.equal(findImage(IMAGES, ''), undefined);
});

test('sizes are told in whole megabytes, never as zero', () => {
  assert.deepEqual(IMAGES.map(megabytesOf), [1, 1, 186, 1]);
});
