import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addRule,
  changeRule,
  moveRule,
  openRules,
  rebaseRules,
  removeRule,
  rulesPolicyOf,
  setDefault,
} from '#components/traffic/rules-form.ts';
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import type { RulesPolicy } from '#server/domain/traffic-rules.ts';

function versions(...serving: boolean[]): FormVersion[] {
  return serving.map((hasTraffic, index) => ({
    id: `v${index + 1}`,
    number: index + 1,
    name: `api-00${index + 1}`,
    percent: 0,
    hasTraffic,
    canServe: true,
  }));
}

const POLICY: RulesPolicy = {
  mode: 'rules',
  rules: ['a', 'b', 'c'].map((key) => ({ source: 'query', key, value: '1', versionId: 'v2' })),
  defaultVersionId: 'v1',
};
const FORM = openRules(versions(true, true), POLICY);
const keysOf = (form: typeof FORM) => form.rows.map(({ key }) => key).join('');

test('the dialog opens on the rules as they are, and completing at once would change nothing', () => {
  assert.deepEqual(rulesPolicyOf(FORM), POLICY);
  assert.deepEqual(FORM.seen, ['v1', 'v2']);
});

test('out of a gray release the oldest version becomes the default, the newest gets an empty rule', () => {
  const form = openRules(versions(true, false, true, false), undefined);
  assert.deepEqual(rulesPolicyOf(form), {
    mode: 'rules',
    rules: [{ source: 'query', key: '', value: '', versionId: 'v3' }],
    defaultVersionId: 'v1',
  });
});

test('out of one version with everything the newest one that can serve gets the rule', () => {
  const [first, second, broken] = versions(true, false, false);
  assert.ok(first && second && broken);
  const form = openRules(
    [broken, second, first].map((version) => ({ ...version, canServe: version !== broken })),
    undefined,
  );
  assert.equal(form.rows[0]?.versionId, 'v2');
  assert.deepEqual(form.seen, ['v1', 'v2']);
});

test('a rule moves to any place and no further than the ends', () => {
  assert.equal(keysOf(moveRule(FORM, 2, 0)), 'cab');
  assert.equal(keysOf(moveRule(FORM, 0, 1)), 'bac');
  assert.equal(keysOf(moveRule(FORM, 0, 9)), 'bca');
  assert.equal(keysOf(moveRule(FORM, 1, -1)), 'bac');
  assert.equal(keysOf(moveRule(FORM, 7, 0)), 'abc');
});

test('a new rule stands at the end, for the version and source of the last one, and never takes a used id', () => {
  const form = addRule(removeRule(changeRule(FORM, 2, { source: 'cookie', versionId: 'v1' }), 1));
  assert.equal(keysOf(form), 'ac');
  assert.deepEqual(form.rows.at(-1), { id: 3, source: 'cookie', key: '', value: '', versionId: 'v1' });
});

test('without any rule a new one is for a version that is not the default', () => {
  const form = addRule(openRules(versions(true, true), { rules: [], defaultVersionId: 'v1' }));
  assert.equal(form.rows[0]?.versionId, 'v2');
});

test('a version that comes in keeps its colour, and nobody else changes theirs', () => {
  const all = versions(true, true, false);
  const form = setDefault(changeRule(openRules(all, POLICY), 0, { versionId: 'v3' }), 'v2');
  assert.deepEqual(form.seen, ['v1', 'v2', 'v3']);
});

test('over a newer state the typed rules stay; those of a version that is gone ask for another one', () => {
  const typed = changeRule(FORM, 0, { key: 'typed' });
  const form = rebaseRules(typed, versions(true));
  assert.deepEqual(
    form.rows.map(({ key, versionId }) => [key, versionId]),
    [
      ['typed', ''],
      ['b', ''],
      ['c', ''],
    ],
  );
  assert.equal(form.defaultVersionId, 'v1');
});
