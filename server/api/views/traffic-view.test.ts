import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeMetrics } from '#db/stores/request-metrics.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { temporaryData } from '#db/temporary.ts';
import { readLiveView } from '#server/api/views/traffic-view.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { randomText } from '#server/commands/random-text.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

const MINUTE_MS = 60_000;
const SPEC = versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });

function world(ageMinutes = 10) {
  const data = temporaryData();
  const state = { now: Date.now() - ageMinutes * MINUTE_MS };
  const ctx: CommandContext = {
    db: data.db,
    actor: SYSTEM,
    now: () => state.now,
    randomText,
    seal: (text) => text,
  };
  const { id: environmentId } = createEnvironment(ctx, { alias: 'production', region: 'sh' });
  const { id } = createService(ctx, { environmentId, name: 'order', remark: '' });
  const service = () => findService(data.db, id) as Service;
  return {
    service,
    view: () => readLiveView(data, service()),
    deploy() {
      const deployed = deployVersion(ctx, service(), {
        spec: SPEC,
        trafficStrategy: 'keep-zero',
        remark: '',
      });
      finishDeployment(ctx, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
      return deployed.versionId;
    },
    /** Sets the shares and returns when. */
    share(percents: Record<string, number>) {
      state.now += MINUTE_MS;
      const shares = Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));
      setTraffic(ctx, service(), { generation: service().generation, policy: { mode: 'percent', shares } });
      return state.now;
    },
    count(versionId: string, atMs: number, requests: number) {
      const at = Math.floor(atMs / 1000);
      const bucket = { serviceId: id, versionId, at, workerId: 'w', requests, errors: 0, latency: {} };
      writeMetrics(data.metrics, { workerId: 'w', pid: 1, at: atMs }, [bucket]);
    },
    [Symbol.dispose]: () => data[Symbol.dispose](),
  };
}

test('a gray release counts from when its newest version last got traffic, through every step since', () => {
  using it = world();
  const [first, second] = [it.deploy(), it.deploy()];
  it.share({ [first]: 90, [second]: 10 });
  it.share({ [first]: 100 });
  const since = it.share({ [first]: 95, [second]: 5 });
  it.share({ [first]: 80, [second]: 20 });
  it.count(second, since - MINUTE_MS, 7);
  it.count(second, since + MINUTE_MS, 40);
  it.count(first, since + MINUTE_MS, 160);
  assert.deepEqual(it.view().gray, { versionId: second, since, requests: 40, isWholeCounted: true });
});

test('time alone at 100 % is not time in gray: it begins anew when the traffic is shared again', () => {
  using it = world();
  const [first, second] = [it.deploy(), it.deploy()];
  it.share({ [first]: 50, [second]: 50 });
  it.share({ [second]: 100 });
  const since = it.share({ [first]: 95, [second]: 5 });
  assert.equal(it.view().gray?.since, since);
});

test('a long gray release counts the last hour, and says so', () => {
  using it = world(180);
  const [first, second] = [it.deploy(), it.deploy()];
  const since = it.share({ [first]: 90, [second]: 10 });
  it.count(second, Date.now() - 61 * MINUTE_MS, 500);
  it.count(second, Date.now() - 59 * MINUTE_MS, 30);
  assert.deepEqual(it.view().gray, { versionId: second, since, requests: 30, isWholeCounted: false });
});

test('one version with all traffic is no gray release', () => {
  using it = world();
  const [first, second] = [it.deploy(), it.deploy()];
  assert.equal(it.view().gray, null);
  it.share({ [first]: 50, [second]: 50 });
  it.share({ [second]: 100 });
  assert.equal(it.view().gray, null);
});
