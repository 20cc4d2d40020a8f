// A step of load up and down again: instances follow it, and no request fails on the way. Deployer and gateway on one
// data folder, with windows of seconds in place of minutes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { setScaling } from '#server/commands/set-scaling.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { scaleSettingsSchema } from '#server/domain/scale-settings.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import { startGateway } from '#server/gateway/gateway.ts';

const BASE_DOMAIN = 'localhost';
const MOST = 5;
const TARGET = 2;
const WINDOWS = { statsPeriodMs: 500, scaleStableMs: 2_000, scalePanicMs: 2_000, scaleInDelayMs: 3_000 };

test('S3-17: load goes up and down, instances from 1 to 5 to 1, and no request fails', async (t) => {
  await using on = new TestDeployer({ ...WINDOWS, resyncMs: 60_000 });
  setScaling(on.ctx, on.service, scaleSettingsSchema.parse({ mode: 'alwaysScale', inFlightTarget: TARGET }));
  const { versionId } = await on.live(
    on.deploy({ SAMPLE_LATENCY_MS: '100' }, { scalePolicies: [], maxReplicas: MOST }),
  );
  const settings = {
    dataDir: on.dataDir,
    port: 0,
    baseDomain: BASE_DOMAIN,
    consoleUrl: 'http://console.test',
  };
  const gateway = await startGateway({ ...settings, times: DEFAULT_TIMES });
  const visitors = new Visitors(gateway.port, `${on.service.host}.${BASE_DOMAIN}`);
  const routed = () => on.document()?.versions[0]?.instances.filter(({ isDraining }) => !isDraining).length;

  visitors.setCount(1);
  await on.until('it is asked', () => visitors.answered > 0);
  visitors.setCount(MOST * TARGET);
  await on.until('five serve', () => routed() === MOST, 30_000);
  visitors.setCount(1);
  await on.until('one serves', () => routed() === 1, 30_000);
  await on.until('the others are gone', async () => (await on.running(versionId)).length === 1);
  await visitors.stop();
  await gateway.stop();

  t.diagnostic(`${visitors.answered} requests, ${visitors.failures.length} failed`);
  assert.deepEqual(visitors.failures, []);
  assert.ok(on.instances(versionId).every(({ cutRequests }) => cutRequests === 0));
  assert.deepEqual(on.errors, []);
});

/** So many at a time, each asking again as soon as it is answered. */
class Visitors {
  answered = 0;
  readonly failures: string[] = [];
  readonly #port: number;
  readonly #host: string;
  readonly #running = new Set<Promise<void>>();
  #count = 0;

  constructor(port: number, host: string) {
    this.#port = port;
    this.#host = host;
  }

  setCount(count: number): void {
    const before = this.#count;
    this.#count = count;
    for (let place = before; place < count; place += 1) {
      const running = this.#askOn(place).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  async stop(): Promise<void> {
    this.setCount(0);
    await Promise.all(this.#running);
  }

  async #askOn(place: number): Promise<void> {
    while (place < this.#count) {
      await this.#ask().catch((error) => this.failures.push(String(error)));
      this.answered += 1;
    }
  }

  async #ask(): Promise<void> {
    const request = http.get({
      port: this.#port,
      host: '127.0.0.1',
      agent: false,
      headers: { host: this.#host },
    });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    await once(response, 'end');
    if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  }
}
