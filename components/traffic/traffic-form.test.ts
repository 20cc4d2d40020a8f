import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addRow,
  audienceOf,
  type FormVersion,
  giveNewest,
  isChanged,
  issuesOf,
  mend,
  openForm,
  rebase,
  removeRow,
  replaceVersion,
  setPercent,
  sumOf,
} from '#components/traffic/traffic-form.ts';

function versions(...percents: number[]): FormVersion[] {
  return percents.map((percent, index) => ({
    id: `v${index + 1}`,
    number: index + 1,
    name: `api-00${index + 1}`,
    percent,
    hasTraffic: percent > 0,
    canServe: true,
  }));
}

function percents(form: { rows: { versionId: string; percent: number | null }[] }) {
  return Object.fromEntries(form.rows.map((row) => [row.versionId, row.percent]));
}

test('the dialog opens on the versions with traffic, oldest first', () => {
  assert.deepEqual(openForm(versions(0, 80, 20, 0)).rows, [
    { versionId: 'v2', percent: 80 },
    { versionId: 'v3', percent: 20 },
  ]);
});

test('a version alone with traffic gets the newest other one beside it at 0 %', () => {
  assert.deepEqual(percents(openForm(versions(0, 100, 0))), { v2: 100, v3: 0 });
});

test('out of rules the default version begins with everything', () => {
  const all = versions(0, 0, 0).map((version) => ({ ...version, hasTraffic: version.number < 3 }));
  assert.deepEqual(percents(openForm(all, 'v1')), { v1: 100, v2: 0 });
});

test('a version that cannot serve gets no row', () => {
  const [old, broken] = versions(100, 0);
  assert.ok(old && broken);
  assert.deepEqual(percents(openForm([old, { ...broken, canServe: false }])), { v1: 100 });
});

test('the version with traffic keeps the first colour when the row beside it is an older version', () => {
  const form = openForm(versions(0, 100));
  assert.deepEqual(
    form.rows.map((row) => row.versionId),
    ['v1', 'v2'],
  );
  assert.deepEqual(form.seen, ['v2', 'v1']);
});

test('moving one of two rows leaves the other where it is', () => {
  const form = setPercent(openForm(versions(80, 20)), 'v2', 15);
  assert.deepEqual(percents(form), { v1: 80, v2: 15 });
  assert.equal(sumOf(form.rows), 95);
});

test('a quick button gives the newest version its share and the other the rest', () => {
  assert.deepEqual(percents(giveNewest(openForm(versions(80, 20)), versions(80, 20), 50)), {
    v1: 50,
    v2: 50,
  });
});

test('a quick button shares the rest of several versions by what they have, to exactly 100', () => {
  const all = versions(34, 33, 33, 0);
  const form = addRow(openForm(all), all, 'parallel');
  assert.ok(form);
  const given = giveNewest(form, all, 5);
  assert.equal(sumOf(given.rows), 100);
  assert.deepEqual(percents(given), { v1: 33, v2: 31, v3: 31, v4: 5 });
});

test('a quick button takes all from the others at 100 % and gives the oldest the rest where nobody has any', () => {
  const all = versions(80, 20);
  const full = giveNewest(openForm(all), all, 100);
  assert.deepEqual(percents(full), { v1: 0, v2: 100 });
  assert.deepEqual(percents(giveNewest(full, all, 20)), { v1: 80, v2: 20 });
});

test('what is missing to 100 is offered to the oldest version', () => {
  const all = versions(80, 20);
  assert.deepEqual(mend(setPercent(openForm(all), 'v2', 15), all), { versionId: 'v1', percent: 85 });
});

test('what is too much is taken from the oldest version that has it', () => {
  const all = versions(80, 20);
  const over = setPercent(setPercent(openForm(all), 'v1', 5), 'v2', 100);
  assert.deepEqual(mend(over, all), { versionId: 'v1', percent: 0 });
  assert.deepEqual(mend(setPercent(over, 'v1', 3), all), { versionId: 'v1', percent: 0 });
  assert.deepEqual(mend(setPercent(setPercent(over, 'v1', 1), 'v2', 120), all), {
    versionId: 'v2',
    percent: 99,
  });
});

test('nothing is to be mended at exactly 100', () => {
  assert.equal(mend(openForm(versions(80, 20)), versions(80, 20)), undefined);
});

test('an empty field counts as 0', () => {
  const all = versions(80, 20);
  assert.deepEqual(issuesOf(setPercent(openForm(all), 'v2', null), all, 'standard'), [
    { code: 'traffic_sum', path: ['shares'], sum: 80 },
  ]);
});

test('standard mode has no third row, parallel mode has', () => {
  const all = versions(50, 50, 0);
  assert.equal(addRow(openForm(all), all, 'standard'), undefined);
  assert.deepEqual(percents(addRow(openForm(all), all, 'parallel') ?? { rows: [] }), {
    v1: 50,
    v2: 50,
    v3: 0,
  });
});

test('another version in a row takes over its percentage and gets a colour of its own', () => {
  const form = replaceVersion(openForm(versions(0, 80, 20)), 'v3', 'v1');
  assert.deepEqual(percents(form), { v2: 80, v1: 20 });
  assert.deepEqual(form.seen, ['v2', 'v3', 'v1']);
});

test('the dialog counts as changed only where completing would change something', () => {
  const all = versions(80, 20, 0);
  const form = openForm(all);
  assert.equal(isChanged(form, all), false);
  assert.equal(isChanged(setPercent(form, 'v2', 21), all), true);
  assert.equal(isChanged(removeRow(form, 'v2'), all), true);
});

test('over a newer state the typed numbers stay, gone versions leave and newly serving ones come in at 0 %', () => {
  const typed = setPercent(setPercent(openForm(versions(80, 20)), 'v1', 60), 'v2', 40);
  const [first, , third] = versions(70, 0, 30);
  assert.ok(first && third);
  const form = rebase(typed, [first, third]);
  assert.deepEqual(percents(form), { v1: 60, v3: 0 });
});

test('the sentence says who answers how many of 100 requests and how many go nowhere', () => {
  const all = versions(80, 20);
  assert.deepEqual(audienceOf(setPercent(openForm(all), 'v2', 15), all), {
    kind: 'split',
    parts: [
      { versionId: 'v1', percent: 80 },
      { versionId: 'v2', percent: 15 },
    ],
    missing: 5,
  });
  assert.deepEqual(audienceOf(openForm(versions(100, 0)), versions(100, 0)), {
    kind: 'everyone',
    versionId: 'v1',
    without: ['v2'],
  });
  assert.deepEqual(audienceOf(setPercent(openForm(all), 'v1', 90), all), { kind: 'over', excess: 10 });
  const none = setPercent(setPercent(openForm(all), 'v1', 0), 'v2', 0);
  assert.deepEqual(audienceOf(none, all), { kind: 'nobody' });
});
