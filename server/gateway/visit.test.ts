import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  BASE_DOMAIN,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
} from '#server/gateway/test-gateway.ts';
import { decideVisit, withoutTicket } from '#server/gateway/visit.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';

const HOUR_MS = 3_600_000;
const TEST_HOST = `v1-web-abc123.${BASE_DOMAIN}`;

test('a ticket in the URL moves into a cookie, which opens the version and never reaches it', async (t) => {
  const seen: string[] = [];
  const { port } = await testInstance(t, (request, response) => {
    seen.push(`${request.url} ${request.headers.cookie}`);
    response.end('v1');
  });
  const gateway = await testGateway(t, [routesOf({}, { v1: [port] })]);
  const ticket = ticketFor(gateway, 'v1');

  const first = await ask(gateway, { host: TEST_HOST, path: `/a?x=1&__berth_ticket=${ticket}&y=2` });
  assert.equal(first.status, 302);
  assert.equal(first.headers.location, '/a?x=1&y=2');
  const [cookie = ''] = first.headers['set-cookie'] ?? [];
  const [pair = '', ...attributes] = cookie.split('; ');
  assert.equal(pair, `__berth_visit=${ticket}`);
  assert.deepEqual(attributes.slice(0, 3), ['HttpOnly', 'SameSite=Lax', 'Path=/']);
  const maxAge = Number(attributes[3]?.replace('Max-Age=', ''));
  assert.ok(maxAge > 3_500 && maxAge <= 3_600);
  assert.equal(attributes.length, 4);

  const second = await ask(gateway, {
    host: TEST_HOST,
    path: first.headers.location,
    headers: { cookie: `mine=1; ${pair}` },
  });
  assert.deepEqual([second.status, second.body], [200, 'v1']);
  assert.equal(second.headers['x-cloudberth-version'], 'web-v1');
  assert.deepEqual(seen, ['/a?x=1&y=2 mine=1']);
});

test('without a valid ticket of this version the test address stays closed and shows the way in', async (t) => {
  const { port } = await testInstance(t, (_request, response) => response.end('never'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port], v2: [port] })]);
  const expired = ticketFor(gateway, 'v1', -1);
  const foreign = ticketFor(gateway, 'v2');
  const forged = `${ticketFor(gateway, 'v1').slice(0, -2)}xx`;
  for (const ticket of [expired, foreign, forged, '']) {
    for (const request of [
      { path: `/a?b=1&__berth_ticket=${ticket}` },
      { path: '/a?b=1', headers: { cookie: `__berth_visit=${ticket}` } },
    ]) {
      const answer = await ask(gateway, {
        ...request,
        host: TEST_HOST,
        headers: { accept: 'text/html', ...request.headers },
      });
      assert.equal(answer.status, 401);
      assert.match(answer.body, /401 test_address_closed/);
      assert.ok(answer.body.includes('href="http://console.test:3000/visit/v1?path=%2Fa%3Fb%3D1"'));
    }
  }
});

test('a program may send its ticket with the request itself', async (t) => {
  const { port } = await testInstance(t, (request, response) => response.end(request.url));
  const gateway = await testGateway(t, [routesOf({}, { v1: [port] })]);
  const answer = await ask(gateway, {
    host: TEST_HOST,
    method: 'POST',
    path: `/orders?__berth_ticket=${ticketFor(gateway, 'v1')}`,
    body: '{}',
  });
  assert.deepEqual([answer.status, answer.body], [200, '/orders']);
});

test('the way back never leads to another host', () => {
  const key = Buffer.alloc(32, 1);
  const ticket = signVisitTicket(key, { versionId: 'v1', expiresAt: 2_000 });
  for (const path of [`//evil.test/?__berth_ticket=${ticket}`, `/\\evil.test/?__berth_ticket=${ticket}`]) {
    const decision = decideVisit(key, { versionId: 'v1', method: 'GET', path, cookies: '' }, 1_000);
    assert.equal(decision.kind, 'redirect');
    const { location } = decision as { location: string };
    assert.equal(new URL(location, 'http://here.test/').host, 'here.test');
  }
});

test('taking the ticket out leaves the rest of a URL as it was', () => {
  for (const [path, rest] of [
    ['/a?__berth_ticket=t', '/a'],
    ['/a?__berth_ticket=t&b=%20+', '/a?b=%20+'],
    ['/a?b&&__berth_ticket=t&__berth_ticket=u', '/a?b&'],
    ['/a?x__berth_ticket=t', '/a?x__berth_ticket=t'],
    ['/__berth_ticket=t', '/__berth_ticket=t'],
  ] as const) {
    assert.equal(withoutTicket(path), rest);
  }
});

function ticketFor({ dataDir }: TestGateway, versionId: string, forMs = HOUR_MS): string {
  return signVisitTicket(keyOf(dataDir, 'visit'), { versionId, expiresAt: Date.now() + forMs });
}
