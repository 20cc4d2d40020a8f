// What holds for visitors by HTTP/1.1 holds for those by HTTP/2 and TLS: they keep their version, and wake one.
import assert from 'node:assert/strict';
import type http2 from 'node:http2';
import { test } from 'node:test';
import { listWakeRequests } from '#db/stores/wake-requests.ts';
import { seatVisitors } from '#server/domain/visitor-seats.ts';
import {
  BASE_DOMAIN,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
} from '#server/gateway/test-gateway.ts';
import { askByStream, sessionTo, show } from '#server/gateway/test-secure.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';

const certificate = testCertificate([`DNS:*.${BASE_DOMAIN}`]);

async function saved(gateway: TestGateway, routes: ReturnType<typeof routesOf>): Promise<void> {
  const revision = gateway.save(routes);
  await until(() => gateway.serves(revision));
}

function seatOf(headers: http2.IncomingHttpHeaders): string {
  const [cookie = '', ...more] = headers['set-cookie'] ?? [];
  assert.deepEqual(more, []);
  assert.match(cookie, /^__berth_visitor=[^;]+;.*; Secure$/);
  assert.doesNotMatch(cookie, /domain=/i);
  return cookie.split(';')[0] ?? '';
}

test('by HTTP/2 a visitor gets a seat that is for TLS alone, and stays with its version', async (t) => {
  const seen: (string | undefined)[] = [];
  const versions: Record<string, number[]> = {};
  for (const name of ['v1', 'v2']) {
    const { port } = await testInstance(t, (request, response) => {
      seen.push(request.headers.cookie);
      response.end(name);
    });
    versions[name] = [port];
  }
  const routes = routesOf({ v1: 50, v2: 50 }, versions);
  const seats = routes.traffic.mode === 'percent' ? seatVisitors(routes.traffic.shares, []) : [];
  const gateway = await testGateway(t, [{ ...routes, seats }], { tlsPort: 0 });
  await show(gateway, certificate);
  const session = sessionTo(t, gateway);
  const split: Record<string, number> = {};
  for (let index = 0; index < 20; index += 1) {
    const first = await askByStream(session);
    split[first.text] = (split[first.text] ?? 0) + 1;
    const cookie = `a=1; ${seatOf(first.headers)}; b=2`;
    for (let again = 0; again < 3; again += 1) {
      const { text, headers } = await askByStream(session, { cookie });
      assert.equal(text, first.text);
      assert.equal(headers['set-cookie'], undefined, 'a seat is given out once');
    }
  }
  assert.deepEqual(split, { v1: 10, v2: 10 });
  assert.deepEqual([...new Set(seen)], [undefined, 'a=1; b=2'], 'the seat is for the gateway alone');
});

test('100 streams of one connection wait for a version at zero, and each is answered once', async (t) => {
  const asleep = routesOf({ v1: 100 }, { v1: [] });
  const wakeable = {
    ...asleep,
    versions: asleep.versions.map((version) => ({ ...version, isWakeable: true })),
  };
  const gateway = await testGateway(t, [wakeable], { tlsPort: 0 });
  await show(gateway, certificate);
  const session = sessionTo(t, gateway);
  const bodies = Array.from({ length: 100 }, (_, index) => `body ${index}`);
  const asked = bodies.map((body) => askByStream(session, { ':method': 'POST' }, body));
  const mostAtOnce = gateway.metrics.$client
    .prepare('select max(peak_in_flight) from request_buckets')
    .pluck();
  await until(() => mostAtOnce.get() === 100);
  assert.deepEqual([...listWakeRequests(gateway.db, 'web').keys()], ['v1']);
  const { port } = await testInstance(t, async (request, response) => {
    response.end(Buffer.concat(await request.toArray()));
  });
  await saved(gateway, routesOf({ v1: 100 }, { v1: [port] }));
  const answers = await Promise.all(asked);
  assert.deepEqual(
    answers.map(({ status, text }) => `${status} ${text}`),
    bodies.map((body) => `200 ${body}`),
  );
});
