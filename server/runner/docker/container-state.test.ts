import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerInspectInfo } from 'dockerode';
import { orderFor } from '#server/runner/contract-cases.ts';
import { labelsFor } from './container-labels.ts';
import { instanceOf } from './container-state.ts';

const BOOTED_AT = Date.parse('2026-11-21T10:00:00Z');

function finishedAt(startedAt: string, finished: string, bootedAt: number | null): number | null | undefined {
  const info = {
    Config: { Labels: labelsFor(orderFor(), 'me') },
    State: { Status: 'exited', ExitCode: 255, OOMKilled: false, StartedAt: startedAt, FinishedAt: finished },
  };
  return instanceOf(info as unknown as ContainerInspectInfo, 'me', bootedAt)?.finishedAt;
}

test('the start of the engine after a loss of power is not taken for the end of what ran before', () => {
  const [before, lastly, after] = ['2026-11-21T06:00:00Z', '2026-11-21T07:00:00Z', '2026-11-21T10:00:09Z'];
  assert.equal(finishedAt(before, after, BOOTED_AT), null);
  assert.equal(finishedAt(before, lastly, BOOTED_AT), Date.parse(lastly));
  assert.equal(finishedAt(after, after, BOOTED_AT), Date.parse(after));
  assert.equal(finishedAt(before, after, null), Date.parse(after));
});
