// Who waits for a version at zero as a person in front of a browser, and what a wake came to.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { listColdStarts, writeColdStarts } from '#db/stores/cold-starts.ts';
import { listRequests } from '#db/stores/request-log.ts';
import { temporaryData } from '#db/temporary.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import {
  type Ask,
  type Asked,
  ask,
  BASE_DOMAIN,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
} from '#server/gateway/test-gateway.ts';
import { VISIT_COOKIE } from '#server/gateway/visit.ts';
import { Wakes, type Woken } from '#server/gateway/wake.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';

const TIMES = { drainDeadlineMs: 200, workerSilentMs: 5_000, holdMs: 30_000, waitingPageMs: 200 };
const ACCEPT = 'text/html,application/xhtml+xml,*/*;q=0.8';
const BROWSER = { accept: ACCEPT, 'accept-language': 'en', 'sec-fetch-mode': 'navigate' };

function wakeable(ports: number[] = [], changes: Partial<ServiceRoutes> = {}): ServiceRoutes {
  const routes = routesOf({ v1: 100 }, { v1: ports }, changes);
  return { ...routes, versions: routes.versions.map((version) => ({ ...version, isWakeable: true })) };
}

async function sleeping(t: TestContext, times: Partial<typeof TIMES> = {}): Promise<TestGateway> {
  return testGateway(t, [wakeable()], {
    times: { ...TIMES, ...times },
    limits: { lingerMs: 40 },
  });
}

function browse(gateway: TestGateway, options: Ask = {}): Promise<Asked> {
  return ask(gateway, { ...options, headers: { ...BROWSER, ...options.headers } });
}

async function wake(t: TestContext, gateway: TestGateway): Promise<number> {
  const { port } = await testInstance(t, (request, response) => response.end(`real ${request.url}`));
  const revision = gateway.save(wakeable([port]));
  await until(() => gateway.serves(revision));
  return port;
}

test('a browser gets a page that says what goes on, that nobody keeps, and that asks again at once', async (t) => {
  const gateway = await sleeping(t);
  const page = await browse(gateway, { path: '/cart?item=7' });
  assert.equal(page.status, 503);
  assert.equal(page.headers['cache-control'], 'no-store');
  assert.equal(page.headers['retry-after'], '3');
  assert.equal(againIn(page), '0');
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  assert.equal(page.headers['set-cookie'], undefined);
  assert.match(page.body, /<html lang="en">/);
  assert.match(page.body, /The service is starting/);
  assert.match(page.body, /none known yet/);
  assert.doesNotMatch(page.body, /src=|https?:/);
  const [, script = ''] = /<script>(.*)<\/script>/.exec(page.body) ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  assert.ok(String(page.headers['content-security-policy']).includes(`script-src 'sha256-${hash}'`));
  const chinese = await browse(gateway, { headers: { 'accept-language': 'zh-CN' } });
  assert.match(chinese.body, /<h1>服务正在启动<\/h1>/);
});

test('a browser without Sec-Fetch-Mode gets it too; the same by a test address', async (t) => {
  const gateway = await sleeping(t);
  const plain = await ask(gateway, { headers: { accept: ACCEPT } });
  assert.equal(againIn(plain), '0');
  const expiresAt = Date.now() + 60_000;
  const ticket = signVisitTicket(keyOf(gateway.dataDir, 'visit'), { versionId: 'v1', expiresAt });
  const test = await browse(gateway, {
    host: `v1-web-abc123.${BASE_DOMAIN}`,
    headers: { cookie: `${VISIT_COOKIE}=${ticket}` },
  });
  assert.equal(againIn(test), '0');
});

test('programs, scripts, images and forms wait on, and are answered by the version itself', async (t) => {
  const gateway = await sleeping(t);
  const answers = Promise.all([
    ask(gateway),
    browse(gateway, { headers: { 'sec-fetch-mode': 'cors' } }),
    browse(gateway, { headers: { 'sec-fetch-mode': 'no-cors', accept: 'image/avif,*/*' } }),
    browse(gateway, { headers: { 'x-requested-with': 'XMLHttpRequest' } }),
    browse(gateway, { method: 'POST', body: 'form' }),
    browse(gateway, { method: 'HEAD' }),
  ]);
  // Three pages later they still wait.
  for (let run = 0; run < 3; run += 1) assert.equal((await browse(gateway)).status, 503);
  await wake(t, gateway);
  assert.deepEqual(
    (await answers).map(({ status }) => status),
    [200, 200, 200, 200, 200, 200],
  );
});

test('a browser that comes again gets the real page as soon as it is there', async (t) => {
  const gateway = await sleeping(t, { waitingPageMs: 2_000 });
  const again = browse(gateway, { path: '/cart?item=7' });
  await until(() => peak(gateway) === 1);
  await wake(t, gateway);
  const page = await again;
  assert.deepEqual([page.status, page.body], [200, 'real /cart?item=7']);
});

test('a start that takes too long is said to, and asked for less often', async (t) => {
  const gateway = await sleeping(t, { holdMs: 100 });
  const page = await browse(gateway);
  assert.equal(page.status, 503);
  assert.deepEqual([againIn(page), page.headers['retry-after']], ['15', '15']);
  assert.match(page.body, /has not started yet/);
  assert.match(page.body, /<a href="">Try again now<\/a>/);
});

test('a page is in the log, and counts as no request and no error: the browser asks again', async (t) => {
  const gateway = await sleeping(t);
  await browse(gateway);
  const refused = ask(gateway, { headers: { accept: 'application/json' } });
  await wake(t, gateway);
  assert.equal((await refused).status, 200);
  await gateway.stop();
  const sums = gateway.metrics.$client
    .prepare(
      'select sum(requests) requests, sum(errors) errors, max(peak_in_flight) peak from request_buckets',
    )
    .get();
  assert.deepEqual(sums, { requests: 1, errors: 0, peak: 1 });
  const logged = listRequests(gateway.metrics, 'web', {}, 9).map(({ status, instanceId }) => [
    status,
    instanceId === '',
  ]);
  assert.deepEqual(logged.toSorted(), [
    [200, false],
    [503, true],
  ]);
});

test('a wake is one row: from the first request to the first answer, with all who waited', async (t) => {
  const gateway = await sleeping(t);
  const before = Date.now();
  await browse(gateway);
  const waiting = [ask(gateway), ask(gateway), ask(gateway)];
  await until(() => peak(gateway) === 3);
  const port = await wake(t, gateway);
  await Promise.all(waiting);
  await ask(gateway);
  await until(() => coldStarts(gateway).length > 0);
  await gateway.stop();
  const [start, ...more] = coldStarts(gateway);
  assert.deepEqual(more, []);
  assert.deepEqual([start?.instanceId, start?.waited], [`instance-${port}`, 3]);
  const { arrivedAt = 0, answeredAt = 0 } = start ?? {};
  assert.ok(arrivedAt >= before && answeredAt - arrivedAt >= 200 && answeredAt <= Date.now());
});

test('the page says what starts of the version took before', async (t) => {
  const gateway = await sleeping(t);
  const start = { serviceId: 'web', versionId: 'v1', instanceId: 'i', waited: 1 };
  const took = [2_000, 6_000, 90_000].map((ms, index) => ({
    ...start,
    arrivedAt: index * 1_000_000,
    answeredAt: index * 1_000_000 + ms,
  }));
  writeColdStarts(gateway.metrics, took);
  const page = await browse(gateway);
  assert.match(page.body, /<dd>about 6 s<\/dd>/);
  assert.equal(page.headers['retry-after'], '6');
});

test('a wake whose visitors have left for good is no cold start when somebody comes later', () => {
  const at = { now: 1_000_000 };
  const wakes = new Wakes(() => at.now);
  const counter: Woken = { serviceId: 'web', versionId: 'v1', wake: undefined };
  const answeredAfter = (ms: number) => {
    at.now += ms;
    wakes.answered(counter, 'i1');
    const starts = wakes.unstored();
    wakes.settle(starts.length);
    return starts.map(({ arrivedAt, answeredAt, waited }) => [answeredAt - arrivedAt, waited]);
  };
  wakes.arrived(counter);
  assert.deepEqual(answeredAfter(20_000), []);

  wakes.arrived(counter);
  at.now += 3_000;
  wakes.postponed(counter);
  assert.deepEqual(answeredAfter(40), [[3_040, 1]]);

  wakes.arrived(counter);
  at.now += 100_000;
  wakes.arrived(counter);
  assert.deepEqual(answeredAfter(0), [[0, 1]]);
});

test('what two workers saw of one wake is one row', () => {
  using data = temporaryData();
  const seen = { serviceId: 'web', versionId: 'v1', instanceId: 'i', waited: 2 };
  writeColdStarts(data.metrics, [{ ...seen, arrivedAt: 1_000, answeredAt: 2_000 }]);
  writeColdStarts(data.metrics, [{ ...seen, arrivedAt: 900, answeredAt: 2_001, waited: 3 }]);
  writeColdStarts(data.metrics, [{ ...seen, arrivedAt: 9_000, answeredAt: 9_500 }]);
  assert.deepEqual(
    listColdStarts(data.metrics, 'v1', 0, 9).map(({ arrivedAt, answeredAt, waited }) => {
      return { arrivedAt, answeredAt, waited };
    }),
    [
      { arrivedAt: 9_000, answeredAt: 9_500, waited: 2 },
      { arrivedAt: 900, answeredAt: 2_000, waited: 5 },
    ],
  );
});

/** Seconds until the page asks again, with and without scripts. */
function againIn({ body }: Asked): string | undefined {
  const [, bare] = /<noscript><meta http-equiv="refresh" content="(\d+)"><\/noscript>/.exec(body) ?? [];
  assert.match(body, new RegExp(`<body data-again-in="${bare}">`));
  return bare;
}

const coldStarts = ({ metrics }: TestGateway) => listColdStarts(metrics, 'v1', 0, 9);

/** Requests in flight in the last second that is stored. */
function peak({ metrics }: TestGateway): number {
  const row = metrics.$client
    .prepare('select peak_in_flight from request_buckets order by at desc limit 1')
    .pluck();
  return Number(row.get() ?? 0);
}
