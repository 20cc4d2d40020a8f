import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkPolicy,
  conditionsOf,
  type TrafficPolicy,
  versionsWithTraffic,
} from '#server/domain/traffic.ts';
import { MAX_RULES, type RuleSource, type TrafficRule } from '#server/domain/traffic-rules.ts';

const VERSIONS = ['a', 'b', 'c', 'd'].map((id) => ({ id, canServe: id !== 'd' }));

function rule(key: string, value: string, versionId = 'b', source: RuleSource = 'query'): TrafficRule {
  return { source, key, value, versionId };
}

function issues(rules: TrafficRule[], defaultVersionId = 'a', mode: 'standard' | 'parallel' = 'standard') {
  return checkPolicy({ mode: 'rules', rules, defaultVersionId }, VERSIONS, mode);
}

test('complete rules with a default version are accepted, also for the default version itself and without rules', () => {
  const rules = [
    rule('qa', '1'),
    rule('tenant', 'demo-*', 'a'),
    rule('X-Group', 'beta', 'b', 'header'),
    rule('group', '[a-c]?', 'b', 'cookie'),
    rule('filter[id]', '7'),
    rule('租户', '演示-*'),
  ];
  assert.deepEqual(issues(rules), []);
  assert.deepEqual(issues([]), []);
});

for (const [source, key, code] of [
  ['query', '', 'rule_key_required'],
  ['query', 'a b', 'rule_parameter_invalid'],
  ['query', 'a=1', 'rule_parameter_invalid'],
  ['query', 'a&b', 'rule_parameter_invalid'],
  ['query', '?a', 'rule_parameter_invalid'],
  ['query', 'a%20b', 'rule_parameter_invalid'],
  ['header', '', 'rule_key_required'],
  ['header', 'X Tenant', 'rule_header_invalid'],
  ['header', 'x-tenant:', 'rule_header_invalid'],
  ['header', '租户', 'rule_header_invalid'],
  ['cookie', 'a;b', 'rule_cookie_invalid'],
  ['cookie', 'a=b', 'rule_cookie_invalid'],
] as const) {
  test(`the key "${key}" of a ${source} rule is refused as ${code}`, () => {
    assert.deepEqual(issues([rule(key, '1', 'b', source)]), [{ code, path: ['rules', 0, 'key'] }]);
  });
}

for (const [value, code] of [
  ['', 'rule_value_required'],
  ['v[23', 'glob_set_unclosed'],
  ['demo\\', 'glob_escape_dangling'],
  ['[9-1]', 'glob_range_reversed'],
] as const) {
  test(`the value "${value}" is refused as ${code}`, () => {
    assert.deepEqual(issues([rule('qa', value)]), [{ code, path: ['rules', 0, 'value'] }]);
  });
}

test('keys and values have a longest length, rules a largest number', () => {
  assert.deepEqual(issues([rule('k'.repeat(101), 'v'.repeat(201))]), [
    { code: 'rule_key_too_long', path: ['rules', 0, 'key'], limit: 100 },
    { code: 'rule_value_too_long', path: ['rules', 0, 'value'], limit: 200 },
  ]);
  const many = Array.from({ length: MAX_RULES + 1 }, (_, index) => rule('qa', `value-${index}`));
  assert.deepEqual(issues(many), [{ code: 'rule_too_many', path: ['rules'], limit: MAX_RULES }]);
  assert.deepEqual(issues(many.slice(1)), []);
});

test('every version has to be there and to have come live; there is exactly one default', () => {
  assert.deepEqual(issues([rule('qa', '1', 'gone')], 'd', 'parallel'), [
    { code: 'rule_version_missing', path: ['rules', 0, 'versionId'] },
    { code: 'default_version_not_ready', path: ['defaultVersionId'] },
  ]);
  assert.deepEqual(issues([rule('qa', '1', 'd')], '', 'parallel'), [
    { code: 'rule_version_not_ready', path: ['rules', 0, 'versionId'] },
    { code: 'default_version_missing', path: ['defaultVersionId'] },
  ]);
});

test('标准 mode has at most two versions in rules and default together, 多版本并行 more', () => {
  const rules = [rule('qa', '1', 'b'), rule('qa', '2', 'c'), rule('qa', '3', 'a')];
  assert.deepEqual(issues(rules), [{ code: 'rule_too_many_versions', path: ['rules'], limit: 2, count: 3 }]);
  assert.deepEqual(issues(rules, 'a', 'parallel'), []);
});

test('a rule said twice is refused and names the first one', () => {
  assert.deepEqual(issues([rule('qa', '1'), rule('x', '1'), rule('qa', '1', 'a')]), [
    { code: 'rule_duplicate', path: ['rules', 2], earlier: 1 },
  ]);
});

test('a rule that an earlier one leaves nothing for is refused and names that one', () => {
  assert.deepEqual(
    issues([rule('tenant', 'demo-*'), rule('qa', '*'), rule('tenant', 'demo-hz'), rule('qa', '1')]),
    [
      { code: 'rule_unreachable', path: ['rules', 2], earlier: 1 },
      { code: 'rule_unreachable', path: ['rules', 3], earlier: 2 },
    ],
  );
});

test('rules of different places or keys leave each other alone; header names have no case', () => {
  assert.deepEqual(
    issues([
      rule('group', '*'),
      rule('group', '*', 'b', 'cookie'),
      rule('Group', '*', 'b'),
      rule('group', '*', 'b', 'header'),
    ]),
    [],
  );
  assert.deepEqual(issues([rule('X-A', '1', 'b', 'header'), rule('x-a', '1', 'b', 'header')]), [
    { code: 'rule_duplicate', path: ['rules', 1], earlier: 1 },
  ]);
});

test('an exact rule before a wider one is no mistake', () => {
  assert.deepEqual(issues([rule('tenant', 'demo-hz'), rule('tenant', 'demo-*'), rule('tenant', '*')]), []);
});

test('rules that are not complete are told for that alone', () => {
  assert.deepEqual(
    issues([rule('', '*'), rule('', '*')]).map(({ code }) => code),
    ['rule_key_required', 'rule_key_required'],
  );
});

test('all that is wrong is said at once', () => {
  const found = issues(
    [rule('', ''), rule('a b', '[', 'gone'), rule('qa', '1'), rule('qa', '1', 'c')],
    'gone',
  );
  assert.deepEqual(
    found.map(({ code }) => code),
    [
      'rule_key_required',
      'rule_value_required',
      'rule_parameter_invalid',
      'glob_set_unclosed',
      'rule_version_missing',
      'rule_duplicate',
      'default_version_missing',
      'rule_too_many_versions',
    ],
  );
});

test('a version has its rules in their order and, where it is so, that it is the default', () => {
  const policy: TrafficPolicy = {
    mode: 'rules',
    rules: [rule('qa', '1', 'b'), rule('tenant', 'demo-*', 'a'), rule('coupon', 'v[23]', 'b')],
    defaultVersionId: 'a',
  };
  assert.deepEqual(conditionsOf(policy, 'b'), [
    { kind: 'rule', source: 'query', key: 'qa', value: '1' },
    { kind: 'rule', source: 'query', key: 'coupon', value: 'v[23]' },
  ]);
  assert.deepEqual(conditionsOf(policy, 'a').at(-1), { kind: 'default' });
  assert.deepEqual(versionsWithTraffic(policy).toSorted(), ['a', 'b']);
});
