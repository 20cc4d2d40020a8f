import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ANSWER_BROKEN,
  isErrorClass,
  STATUS_CLASSES,
  statusClassOf,
  VISITOR_LEFT,
} from '#server/domain/status-class.ts';

test('every status has one class, also one that HTTP does not know', () => {
  const statuses = [VISITOR_LEFT, 42, 101, 200, 299, 304, 404, 500, 599, 999, ANSWER_BROKEN];
  const expected = ['left', '1xx', '1xx', '2xx', '2xx', '3xx', '4xx', '5xx', '5xx', '5xx', 'broken'];
  assert.deepEqual(statuses.map(statusClassOf), expected);
});

test('a visitor who left is no error, an answer that broke off is one', () => {
  assert.deepEqual(STATUS_CLASSES.filter(isErrorClass), ['5xx', 'broken']);
});
