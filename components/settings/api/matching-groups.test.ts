import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchingGroups } from '#components/settings/api/matching-groups.ts';
import type { ReferenceEntry, ReferenceGroup } from '#server/api/openapi/reference.ts';

const GROUPS: ReferenceGroup[] = [
  group('services', { 'services.get': 'A service', 'services.pause': 'Take it off the air' }),
  group('traffic', { 'traffic.set': '流量配置' }),
];

function group(name: string, summaries: Record<string, string>): ReferenceGroup {
  const entries = Object.entries(summaries).map(([path, summary]): ReferenceEntry => {
    const access = { right: 'view', object: 'service' } as const;
    return { path, summary, access, method: 'get', isStream: false, fields: [], example: '' };
  });
  return { name, entries };
}

for (const [promise, sought, paths] of [
  ['nothing sought shows all', ' ', ['services.get', 'services.pause', 'traffic.set']],
  ['a name is found in any case', 'SERVICES.p', ['services.pause']],
  ['what it does is found, too', '流量', ['traffic.set']],
  ['every word has to be there', 'services air', ['services.pause']],
  ['what is nowhere is not found', 'nowhere', []],
] as const) {
  test(promise, () => {
    const found = matchingGroups(GROUPS, sought).flatMap(({ entries }) => entries.map(({ path }) => path));
    assert.deepEqual(found, paths);
  });
}
