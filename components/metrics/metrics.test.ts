import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartLines } from '#components/metrics/chart-lines.ts';
import { chartsOf } from '#components/metrics/figure-list.ts';
import { axisText, figureText } from '#components/metrics/figure-text.ts';
import { lonelyPoints, summaryOf } from '#components/metrics/line-summary.ts';
import { localIsoTime, metricsCsv } from '#components/metrics/metrics-csv.ts';
import { risenShares, trafficHistory } from '#components/metrics/traffic-history.ts';
import type { MetricMark } from '#server/api/views/metric-marks.ts';
import type { MetricLine } from '#server/api/views/metrics-view.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

const WORDS = { cores: (value: string) => `${value} 核` };

test('a figure is written with its unit, and a gap as a dash', () => {
  assert.equal(figureText(0.1234, 'cores', 'zh-CN', WORDS), '0.123 核');
  assert.equal(figureText(1536, 'bytes', 'en', WORDS), '1.5 KB');
  assert.equal(figureText(12345.6, 'count', 'en', WORDS), '12,346');
  assert.equal(figureText(0.5, 'percent', 'en', WORDS), '0.5%');
  assert.equal(figureText(null, 'ms', 'en', WORDS), '-');
  assert.equal(axisText(12_000, 'count', 'en'), '12K');
  assert.equal(axisText(12_000, 'count', 'zh-CN'), '1.2万');
});

test('a summary knows only what was measured', () => {
  const summary = summaryOf([null, 4, 1, null, 1, null]);
  assert.deepEqual(summary, { latest: 1, minimum: 1, maximum: 4, average: 2 });
  assert.equal(summaryOf([null]), undefined);
});

test('a point between gaps is drawn by itself', () => {
  assert.deepEqual(lonelyPoints([1, null, 2, null, 3, 4, null]), [0, 2]);
});

function percent(shares: Record<string, number>): TrafficPolicy {
  const list = Object.entries(shares).map(([versionId, share]) => ({ versionId, percent: share }));
  return { mode: 'percent', shares: list };
}

test('the traffic that held is told without gaps', () => {
  const change = { kind: 'traffic.set', at: 50_000, after: percent({ b: 20 }) } as MetricMark;
  const other = { kind: 'deployment.failed', at: 60_000 } as MetricMark;
  const spans = trafficHistory({ from: 10, to: 100 }, null, [change, other]);
  assert.deepEqual(
    spans.map(({ from, to }) => [from, to]),
    [
      [10, 50],
      [50, 100],
    ],
  );
  assert.equal(spans[0]?.policy, null);
});

test('a change is called by what rose', () => {
  const risen = risenShares(percent({ a: 100 }), percent({ a: 80, b: 20 }));
  assert.deepEqual(risen, [{ versionId: 'b', percent: 20 }]);
  assert.deepEqual(risenShares(percent({ a: 100 }), percent({})), []);
});

test('a CSV holds every point of every line, with empty fields for gaps', () => {
  const text = metricsCsv(
    { from: 0, to: 120, stepSeconds: 60 },
    2,
    { time: 'time', line: 'line' },
    [
      { id: 'a', label: '=cmd()' },
      { id: 'b', label: 'b' },
    ],
    [{ head: 'QPS', valuesOf: (id) => (id === 'a' ? [1, null] : [2.5, 3]) }],
  );
  const records = text.trimEnd().split('\r\n');
  assert.equal(records[0], '\ufeff"time","line","QPS"');
  assert.match(records[1] ?? '', /^"1970-01-01T\d\d:\d\d:00[+-]\d\d:\d\d","'=cmd\(\)","1"$/);
  assert.match(records[3] ?? '', /,"'=cmd\(\)",""$/);
  assert.equal(records.length, 5);
});

test('a time in a file names its zone, and is the same moment', () => {
  const at = Date.UTC(2026, 10, 21, 6, 27);
  assert.equal(new Date(localIsoTime(at)).getTime(), at);
});

test('the oldest version is slate, and a colour that comes again is dashed', () => {
  const versions = Array.from({ length: 7 }, (_, index) => ({
    id: `v${index}`,
    name: `it-00${index}`,
    number: index + 1,
    isDeleted: false,
  }));
  const lines = versions.map(({ id }) => ({ id, versionId: id, instanceId: null }) as MetricLine);
  const drawn = chartLines('version', lines, versions, { service: 'it', noVersion: 'none' });
  assert.equal(drawn[0]?.color, 'var(--color-series-base)');
  assert.deepEqual(
    drawn.map(({ isDashed }) => isDashed),
    [false, false, false, false, false, true, true],
  );
});

test('by instance only what the gateway counts by instance is shown', () => {
  const ids = chartsOf('instance').map(({ id }) => id);
  assert.deepEqual(ids, ['qps', 'errorResponses', 'cpu', 'memory', 'requests', 'cu', 'inFlight']);
  assert.equal(chartsOf('version').length, 11);
});
