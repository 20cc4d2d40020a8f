import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileRules, matchRequest, type RuleOutcome } from '#server/domain/request-match.ts';
import { cookieValue } from '#server/domain/request-match-cookie.ts';
import { queryParameter } from '#server/domain/request-match-query.ts';
import { typedRequest } from '#server/domain/request-match-typed.ts';
import type { RuleSource, TrafficRule } from '#server/domain/traffic-rules.ts';

function rule(source: RuleSource, key: string, value: string, versionId: string): TrafficRule {
  return { source, key, value, versionId };
}

function versionFor(rules: TrafficRule[], url: string, headers = '', cookies = ''): string {
  const compiled = compileRules({ rules, defaultVersionId: 'default' });
  return matchRequest(compiled, typedRequest({ url, headers, cookies })).versionId;
}

// The behaviours of Kubernetes Gateway API's conformance test HTTPRouteQueryParamMatching. A rule has one condition
// here, so that its cases of two parameters in one match are left out; where it answers 404 the default version does.
const ANIMALS = [
  rule('header', 'version', 'one', 'v2'),
  rule('query', 'animal', 'whale', 'v1'),
  rule('query', 'animal', 'dolphin', 'v2'),
  rule('query', 'ANIMAL', 'Whale', 'v3'),
];

for (const [url, headers, versionId] of [
  ['/?animal=whale', '', 'v1'],
  ['/?animal=dolphin', '', 'v2'],
  ['/?ANIMAL=Whale', '', 'v3'],
  ['/?animal=whale&otherparam=irrelevant', '', 'v1'],
  ['/?animal=dolphin&color=yellow', '', 'v2'],
  ['/?color=blue', '', 'default'],
  ['/?animal=dog', '', 'default'],
  ['/?animal=whaledolphin', '', 'default'],
  ['/', '', 'default'],
  ['/path1?animal=whale', '', 'v1'],
  ['/?animal=whale', 'version: one', 'v2'],
  ['/?animal=whale', 'version: two', 'v1'],
] as const) {
  test(`Gateway API: ${url} ${headers} goes to ${versionId}`, () => {
    assert.equal(versionFor(ANIMALS, url, headers), versionId);
  });
}

for (const [query, key, value, promise] of [
  ['a=1&b=2', 'b', '2', 'every pair is looked at'],
  ['a=1&a=2', 'a', '1', 'of a repeated parameter the first value counts'],
  ['a=&a=2', 'a', '', 'even where it is empty'],
  ['a', 'a', '', 'a parameter without = has an empty value'],
  ['a=', 'a', '', 'so has one with nothing after it'],
  ['a=b=c', 'a', 'b=c', 'only the first = divides'],
  ['A=1', 'a', undefined, 'a key is case-sensitive'],
  ['aa=1', 'a', undefined, 'a longer key is another one'],
  ['a=1', 'aa', undefined, 'so is a shorter one'],
  ['x=a=1', 'a', undefined, 'a value is not a key'],
  ['&&a=1&', 'a', '1', 'empty pairs are passed over'],
  ['a=1;b=2', 'b', undefined, 'a semicolon divides nothing'],
  ['a=1;b=2', 'a', '1;b=2', 'it is a part of the value'],
  ['a=x%20y', 'a', 'x y', 'a value is decoded'],
  ['a=x+y', 'a', 'x y', '+ is a space'],
  ['a=x%2By', 'a', 'x+y', 'an encoded + is a plus'],
  ['a=%E4%BA%91', 'a', '云', 'UTF-8 is put together'],
  ['%61=1', 'a', '1', 'a key is decoded too'],
  ['filter%5Bid%5D=7', 'filter[id]', '7', 'so that brackets are found either way'],
  ['filter[id]=7', 'filter[id]', '7', 'encoded or not'],
  ['a=%', 'a', '%', 'a lone % stays'],
  ['a=%zz', 'a', '%zz', 'a malformed sequence stays as it is written'],
  ['a=100%&b=1', 'a', '100%', 'and does not eat what follows'],
  ['a=%E4%BA', 'a', '\ufffd', 'a broken character becomes the replacement'],
  ['a=%26b%3D1', 'b', undefined, 'what is encoded divides nothing'],
  ['', 'a', undefined, 'nothing is in nothing'],
] as const) {
  test(`query ${query}: ${promise}`, () => assert.equal(queryParameter(query, key), value));
}

for (const [cookies, name, value, promise] of [
  ['a=1; b=2', 'b', '2', 'every cookie is looked at'],
  ['a=1;b=2', 'b', '2', 'with or without a space'],
  ['a=1; a=2', 'a', '1', 'of several with one name the first counts'],
  ['A=1', 'a', undefined, 'names are case-sensitive'],
  ['a=b=c', 'a', 'b=c', 'only the first = divides'],
  ['a=', 'a', '', 'a value may be empty'],
  ['a; b=1', 'a', undefined, 'a part without = is no cookie'],
  ['a; b=1', 'b', '1', 'and does not hide the next one'],
  ['a=%20', 'a', '%20', 'nothing is decoded'],
  ['a="x"', 'a', '"x"', 'quotes are a part of the value'],
] as const) {
  test(`cookies ${cookies}: ${promise}`, () => assert.equal(cookieValue(cookies, name), value));
}

test('a header is found whatever its case, its value is compared with case', () => {
  const rules = [rule('header', 'X-Tenant', 'demo-*', 'v2')];
  assert.equal(versionFor(rules, '/', 'x-tenant: demo-hz'), 'v2');
  assert.equal(versionFor(rules, '/', 'X-TENANT:demo-hz'), 'v2');
  assert.equal(versionFor(rules, '/', 'X-Tenant: Demo-hz'), 'default');
});

test('fields of one name are one value, joined by a comma', () => {
  const rules = [rule('header', 'x-group', 'a, b', 'v2')];
  assert.equal(versionFor(rules, '/', 'X-Group: a\nX-Group: b'), 'v2');
  assert.equal(versionFor(rules, '/', 'X-Group: a'), 'default');
});

test('cookies are read from a Cookie line as well as from the field for them', () => {
  const rules = [rule('cookie', 'group', 'beta', 'v2')];
  assert.equal(versionFor(rules, '/', 'Cookie: a=1; group=beta'), 'v2');
  assert.equal(versionFor(rules, '/', 'Cookie: a=1\nCookie: group=beta'), 'v2');
  assert.equal(versionFor(rules, '/', '', 'group=beta'), 'v2');
  assert.equal(versionFor(rules, '/', 'group: beta'), 'default');
});

test('a URL may be pasted whole, as path, or as parameters alone; what follows # is ignored', () => {
  const rules = [rule('query', 'qa', '1', 'v2')];
  for (const url of [
    'https://shop.example/a?qa=1',
    '/a?qa=1#top',
    '?qa=1',
    'qa=1',
    ' x=2&qa=1 ',
    'qa=1#?qa=2',
  ]) {
    assert.equal(versionFor(rules, url), 'v2', url);
  }
  for (const url of ['https://shop.example/qa=1', '/qa=1', '/a#?qa=1', '#qa=1', '']) {
    assert.equal(versionFor(rules, url), 'default', url);
  }
});

test('the first rule that matches wins, and every rule says how it fared', () => {
  const rules = [
    rule('query', 'qa', '1', 'v2'),
    rule('query', 'tenant', 'x-*', 'v2'),
    rule('cookie', '', '', 'v2'),
    rule('query', 'tenant', '[', 'v2'),
    rule('query', 'tenant', 'demo-*', 'v3'),
    rule('query', 'tenant', '*', 'v2'),
  ];
  const compiled = compileRules({ rules, defaultVersionId: 'v1' });
  const tried: RuleOutcome[] = [];
  const request = typedRequest({ url: '/?tenant=demo-hz', headers: '', cookies: '' });
  assert.deepEqual(matchRequest(compiled, request, tried), { ruleIndex: 4, versionId: 'v3' });
  assert.deepEqual(tried, [
    { kind: 'missing' },
    { kind: 'different', value: 'demo-hz' },
    { kind: 'incomplete' },
    { kind: 'incomplete' },
    { kind: 'matched', value: 'demo-hz' },
    { kind: 'unread' },
  ]);
});

test('S3-56: a request without parameters goes to the default version', () => {
  assert.equal(versionFor([rule('query', 'qa', '*', 'v2')], '/'), 'default');
  assert.equal(versionFor([], '/?qa=1'), 'default');
});
