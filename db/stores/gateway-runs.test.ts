import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listGatewayRuns } from '#db/stores/gateway-runs.ts';
import { writeMetrics } from '#db/stores/request-metrics.ts';
import { pruneCounts } from '#db/stores/roll-up.ts';
import { temporaryData } from '#db/temporary.ts';
import { DAY, HOURS_KEPT } from '#server/domain/metric-spans.ts';

const START = 1_000_000;

test('heartbeats of a worker are one run, and a silence begins another', () => {
  using data = temporaryData();
  for (const second of [0, 1, 2, 9, 400, 401]) {
    writeMetrics(data.metrics, { workerId: 'w1', pid: 1, at: (START + second) * 1000 }, []);
  }
  writeMetrics(data.metrics, { workerId: 'w2', pid: 2, at: (START + 5) * 1000 }, []);
  assert.deepEqual(listGatewayRuns(data.metrics, START, START + 500), [
    { from: START, to: START + 9 },
    { from: START + 5, to: START + 5 },
    { from: START + 400, to: START + 401 },
  ]);
  assert.equal(listGatewayRuns(data.metrics, START + 20, START + 399).length, 0);
});

test('runs are forgotten with the hours that they tell of', () => {
  using data = temporaryData();
  writeMetrics(data.metrics, { workerId: 'w1', pid: 1, at: START * 1000 }, []);
  writeMetrics(data.metrics, { workerId: 'w1', pid: 1, at: (START + 1) * 1000 }, []);
  pruneCounts(data.metrics, (START + HOURS_KEPT - DAY) * 1000, 100);
  assert.equal(listGatewayRuns(data.metrics, 0, START + 10).length, 1);
  pruneCounts(data.metrics, (START + HOURS_KEPT + DAY) * 1000, 100);
  assert.equal(listGatewayRuns(data.metrics, 0, START + 10).length, 0);
});
