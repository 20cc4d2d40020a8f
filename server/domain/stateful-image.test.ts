import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStatefulImage } from '#server/domain/stateful-image.ts';

for (const image of [
  'mysql',
  'mysql:8',
  'library/redis:7',
  'registry.example.com:5000/bitnami/postgresql@sha256:0',
]) {
  test(`${image} keeps state`, () => assert.equal(isStatefulImage(image), true));
}
for (const image of [
  '',
  'nginx',
  'redis/insight:2',
  'shop/mysql-admin:1',
  'mysql/shop-api',
  'sample/hello:v1',
]) {
  test(`${image || 'an empty reference'} does not`, () => assert.equal(isStatefulImage(image), false));
}
