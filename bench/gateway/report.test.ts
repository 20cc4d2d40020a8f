import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figuresOf } from '#bench/figures.ts';
import { aimsOf } from '#bench/gateway/aims.ts';
import { jsonOf, type Row, type Section, tableOf } from '#bench/gateway/report.ts';

test('the last line has the medians and the ratios, and null for what was not measured', () => {
  const cpu = section('cpu', { gateway: [24, 25, 26], haproxy: [20], nginx: [19], caddy: [80] });
  assert.deepEqual(JSON.parse(jsonOf([cpu])), {
    cpuUs: { gateway: 25, haproxy: 20, nginx: 19, caddy: 80 },
    ratio: { cpuVsHaproxy: 1.25, cpuVsCaddy: 0.31, bulkVsHaproxy: null, p50VsHaproxy: null },
  });
});

test('large bodies are as good as the worse of both ways', () => {
  const sections = [
    section('download', { gateway: [900], haproxy: [1000] }),
    section('upload', { gateway: [700], haproxy: [1000] }),
  ];
  assert.equal(JSON.parse(jsonOf(sections)).ratio.bulkVsHaproxy, 0.7);
});

test('an aim says whether it is met, and is left out where nothing was measured', () => {
  const met = section('cpu', { gateway: [25], haproxy: [20], caddy: [80] });
  const missed = section('memory', { gateway: [151] });
  const late = section('p99', { gateway: [2500], haproxy: [1000] });
  assert.deepEqual(
    aimsOf([met, missed, late]).map((line) => line.trim()),
    [
      'met     CPU a request ÷ HAProxy: 1.25 (≤ 1.25)',
      'met     CPU a request ÷ Caddy: 0.31 (≤ 0.4)',
      'missed  p99 − HAProxy, ms: 1.5 (≤ 1)',
      'missed  memory, MB: 151 (≤ 150)',
    ],
  );
});

test('a table shows medians with their spread', () => {
  const table = tableOf(section('cpu', { gateway: [1, 2, 3], haproxy: [4] }));
  assert.match(table, /gateway +haproxy\n/);
  assert.match(table, /cpu, µs +2 \(1–3\) +4$/);
});

function section(id: NonNullable<Row['id']>, values: Record<string, number[]>): Section {
  const figures = Object.fromEntries(Object.entries(values).map(([name, list]) => [name, figuresOf(list)]));
  return { title: id, rows: [{ id, title: id, unit: 'µs', figures }] };
}
