import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeRule, moveRule } from '#components/traffic/rules-form.ts';
import { isDraftChanged, keepingOf, openDraft, policyOf } from '#components/traffic/traffic-draft.ts';
import { setPercent } from '#components/traffic/traffic-form.ts';
import { hasTraffic, percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';

const PERCENT: TrafficPolicy = {
  mode: 'percent',
  shares: [
    { versionId: 'v1', percent: 80 },
    { versionId: 'v2', percent: 20 },
  ],
};
const RULES: TrafficPolicy = {
  mode: 'rules',
  rules: ['a', 'b'].map((key) => ({ source: 'query', key, value: '1', versionId: 'v2' })),
  defaultVersionId: 'v1',
};

function baseOf(policy: TrafficPolicy, keepsVisitors = false) {
  const versions = [1, 2].map((number) => ({
    id: `v${number}`,
    number,
    name: `api-00${number}`,
    remark: '',
    readyInstances: 1,
    canServe: true,
    percent: percentOf(policy, `v${number}`),
    hasTraffic: hasTraffic(policy, `v${number}`),
  }));
  return { policy, versions, keepsVisitors };
}

for (const policy of [PERCENT, RULES]) {
  test(`the dialog opens in the mode that is there (${policy.mode}) and nothing is changed`, () => {
    const base = baseOf(policy);
    const draft = openDraft(base);
    assert.deepEqual(policyOf(draft), policy);
    assert.equal(isDraftChanged(draft, base), false);
  });
}

test('choosing the other mode is a change, going back is none, and what was typed there stays', () => {
  const base = baseOf(PERCENT);
  const draft = openDraft(base);
  const typed = { ...draft, mode: 'rules' as const, rules: changeRule(draft.rules, 0, { key: 'qa' }) };
  assert.equal(isDraftChanged(typed, base), true);
  const back = { ...typed, mode: 'percent' as const };
  assert.equal(isDraftChanged(back, base), false);
  const again = policyOf({ ...back, mode: 'rules' });
  assert.equal(again.mode === 'rules' && again.rules[0]?.key, 'qa');
});

test('a typed value and another order are changes', () => {
  const base = baseOf(RULES);
  const draft = openDraft(base);
  assert.ok(isDraftChanged({ ...draft, rules: changeRule(draft.rules, 0, { value: '2' }) }, base));
  assert.ok(isDraftChanged({ ...draft, rules: moveRule(draft.rules, 0, 1) }, base));
  const percent = openDraft(baseOf(PERCENT));
  assert.ok(isDraftChanged({ ...percent, percent: setPercent(percent.percent, 'v1', 79) }, baseOf(PERCENT)));
});

test('会话保持 is a change of its own, and none where it is not in view', () => {
  const base = baseOf(PERCENT, true);
  const draft = openDraft(base);
  assert.deepEqual(keepingOf(draft), { keepsVisitors: true });
  assert.equal(isDraftChanged(draft, base), false);
  const switched = { ...draft, keepsVisitors: false };
  assert.equal(isDraftChanged(switched, base), true);
  assert.deepEqual(keepingOf(switched), { keepsVisitors: false });
  const rules = { ...openDraft(baseOf(RULES, true)), keepsVisitors: false };
  assert.equal(isDraftChanged(rules, baseOf(RULES, true)), false);
  assert.deepEqual(keepingOf(rules), {});
});
