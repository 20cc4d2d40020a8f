import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSteps } from '#db/stores/deployments.ts';
import { findVersion } from '#db/stores/versions.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { stepNamesOf } from '#server/domain/deployment.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import type { ImageOrder, PreparedImage, PullReport } from '#server/runner/port.ts';

const IMAGE = { kind: 'image', image: 'sample/hello:v1' } as const;

/** Pulls as slowly as the test wants, and remembers what it was asked for. */
class PullingRunner extends EmbeddedRunner {
  readonly orders: ImageOrder[] = [];
  onReport: (report: PullReport) => void = () => {};
  readonly mayEnd = Promise.withResolvers<void>();

  override async ensureImage(
    order: ImageOrder,
    onReport: (report: PullReport) => void = () => {},
  ): Promise<PreparedImage> {
    this.orders.push(order);
    this.onReport = onReport;
    await this.mayEnd.promise;
    return super.ensureImage(order);
  }
}

function pulling() {
  const runners: PullingRunner[] = [];
  const on = new TestDeployer({}, (dataDir) => {
    const runner = new PullingRunner(dataDir);
    runners.push(runner);
    return runner;
  });
  return { on, runner: runners[0] ?? assert.fail() };
}

test('a pull shows how far it is below its step, until the image is there', async () => {
  const { on, runner } = pulling();
  await using _ = on;
  const deployed = on.deploy();
  const detail = () =>
    readSteps(
      on.db,
      deployed.deploymentId,
      stepNamesOf('new-version', { ...IMAGE, credentialId: null, asOf: null }),
    ).find(({ name }) => name === 'image')?.detail;
  await on.until('it is pulled', () => runner.orders.length === 1);
  const layers = { layersDone: 1, layers: 3 };
  runner.onReport({ kind: 'progress', doneBytes: 0, totalBytes: 0, layersDone: 0, layers: 3 });
  runner.onReport({ kind: 'progress', doneBytes: 12_340_000, totalBytes: 50_000_000, ...layers });
  const params = { doneMb: 12.4, totalMb: 50, ...layers };
  const shown = await on.until('it is shown', () => detail()?.key === 'imagePulling' && detail());
  assert.deepEqual(shown, { key: 'imagePulling', params });
  runner.mayEnd.resolve();
  await on.live(deployed);
  assert.equal(detail()?.key, 'imageReady');
});

test('the registry is asked first where 更新镜像信息 was pressed, and nowhere else', async () => {
  const { on, runner } = pulling();
  await using _ = on;
  runner.mayEnd.resolve();
  const first = await on.live(on.deploy());
  const row = findVersion(on.db, first.versionId) ?? assert.fail();
  const fields = { port: 8000, initialDelaySeconds: 0, cpu: 0.25, memoryGb: 0.5 };
  const spec = specInputSchema.parse({ ...fields, source: { ...IMAGE, asOf: on.now() } });
  await on.live({ ...first, ...redeployVersion(on.ctx, row, { spec }) });
  assert.deepEqual(
    runner.orders.map(({ isRefreshed, known }) => [isRefreshed, known]),
    [
      [false, null],
      [true, null],
    ],
  );
});
