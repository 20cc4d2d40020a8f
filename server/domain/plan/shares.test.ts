import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trafficToCarry } from '#server/domain/plan/shares.ts';
import type { RulesPolicy, TrafficRule } from '#server/domain/traffic-rules.ts';

const RULES: RulesPolicy = { mode: 'rules', rules: [ruleTo('v2'), ruleTo('v3')], defaultVersionId: 'v1' };
const ALL = ['v1', 'v2', 'v3'];

function ruleTo(versionId: string): TrafficRule {
  return { source: 'query', key: versionId, value: '1', versionId };
}

function carried(ready: string[], before: RulesPolicy | null = RULES, resting: string[] = []) {
  const sets = { servable: new Set(ALL), ready: new Set(ready), resting: new Set(resting) };
  return trafficToCarry({ policy: RULES, carried: before, ...sets }).traffic;
}

test('rules are carried once every version they name can answer, and not in part before', () => {
  assert.deepEqual(carried(ALL, null), RULES);
  const before: RulesPolicy = { mode: 'rules', rules: [], defaultVersionId: 'v1' };
  assert.deepEqual(carried(['v1', 'v2'], before), before);
});

test('requests of a version that lost its last instance go on down the rules', () => {
  assert.deepEqual(carried(['v1', 'v3']), { ...RULES, rules: [ruleTo('v3')] });
  assert.deepEqual(carried(['v1']), { ...RULES, rules: [] });
});

test('without an instance of the default version the version of the first rule stands in', () => {
  assert.deepEqual(carried(['v2', 'v3']), { ...RULES, defaultVersionId: 'v2' });
});

test('a version that sleeps keeps its rules, and one that is called up from sleep waits for its instance', () => {
  assert.deepEqual(carried(['v1', 'v3'], RULES, ['v2']), RULES);
  const before: RulesPolicy = { mode: 'rules', rules: [ruleTo('v3')], defaultVersionId: 'v1' };
  assert.deepEqual(carried(['v1', 'v3'], before, ['v2']), before);
});
