import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listEvents } from '#db/stores/audit-list.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { CHANGE_NOTHING } from '#server/api/audit/audit-mutations.ts';
import type { AppRouter } from '#server/api/router.ts';
import { signedIn } from '#server/api/test-caller.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let router: AppRouter;
let open: typeof import('#server/api/init.ts').createCaller;
let contextOf: typeof import('#server/api/context.ts').createContext;
let cookie = '';
let walkerCookie = '';
let environmentId = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  ({ createCaller: open } = await import('#server/api/init.ts'));
  ({ appRouter: router } = await import('#server/api/router.ts'));
  ({ createContext: contextOf } = await import('#server/api/context.ts'));
  const owner = await signedIn(data.db, 'owner');
  walkerCookie = owner.cookie;
  ({ cookie } = await signedIn(data.db, 'ops'));
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'audit', region: 'sh' }));
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** It ends the session that the walk goes by. */
const LAST = 'session.signOut';

/** The API over requests of their own, as over HTTP. */
function api(headers: Record<string, string> = { cookie }) {
  return open(router)(() => contextOf(new Headers(headers), new Headers()));
}

function events() {
  return listEvents(data.db, { environmentIds: 'all' }, 1000);
}

/** What `work` left in the log, newest first. */
async function leftBy(work: () => Promise<unknown>) {
  const newest = events()[0]?.id ?? 0;
  await work().catch(() => {});
  return events().filter(({ id }) => id > newest);
}

function callOf(caller: object, path: string): (input: unknown) => Promise<unknown> {
  return path.split('.').reduce<object>((inner, name) => Reflect.get(inner, name), caller) as never;
}

test('every mutation of the API leaves exactly one event of an attempt', async () => {
  const paths = Object.entries(router._def.procedures as object)
    .filter(([, { _def }]) => _def.type === 'mutation')
    .map(([path]) => path)
    .filter((path) => !CHANGE_NOTHING.includes(path))
    .toSorted((a, b) => Number(a === LAST) - Number(b === LAST));
  assert.ok(paths.length > 30, String(paths.length));
  for (const path of paths) {
    const left = await leftBy(() =>
      callOf(api({ cookie: walkerCookie }), path)({ serviceId: 1, secret: 'canary-canary' }),
    );
    const told = left.map(({ kind, outcome }) => `${kind} ${outcome}`);
    assert.deepEqual(told, [left[0]?.outcome === 'done' ? told[0] : `${path} refused`], path);
    assert.ok(!JSON.stringify(left).includes('canary'), path);
  }
});

test('what changes nothing is a mutation of the API, and leaves no event', async () => {
  for (const path of CHANGE_NOTHING) {
    assert.ok(path in router._def.procedures, path);
    assert.deepEqual(await leftBy(() => callOf(api(), path)({})), []);
  }
});

test('what a command wrote down is not written down twice, and the rest is', async () => {
  const left = await leftBy(() => api().services.create({ environmentId, name: 'own-event' }));
  assert.deepEqual(
    left.map(({ kind }) => kind),
    ['service.created'],
  );
  const { items } = await api().services.list({ environmentId });
  const serviceId = items[0]?.id ?? '';
  const noChange = await leftBy(() => api().requests.setQueryLogging({ serviceId, keeps: false }));
  assert.deepEqual(
    noChange.map(({ kind, outcome, serviceId }) => ({ kind, outcome, serviceId })),
    [{ kind: 'requests.setQueryLogging', outcome: 'done', serviceId }],
  );
});

test('a refused attempt says who, from where, at what and why, and stands with its environment', async () => {
  const { items } = await api().services.list({ environmentId });
  const serviceId = items[0]?.id ?? '';
  const headers = { cookie, 'x-forwarded-for': '203.0.113.9' };
  const policy = { mode: 'percent' as const, shares: [] };
  const [left] = await leftBy(() => api(headers).traffic.set({ serviceId, generation: 99, policy } as never));
  assert.equal(left?.kind, 'traffic.set');
  assert.equal(left?.actorName, 'ops');
  assert.equal(left?.address, '203.0.113.9');
  assert.deepEqual([left?.environmentId, left?.serviceId], [environmentId, serviceId]);
  assert.equal(left?.outcome, 'refused');
  assert.ok(left?.problem);
});

test('strangers who knock all the time do not fill the log', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  const left = await leftBy(async () => {
    for (let i = 0; i < 40; i++)
      await api(headers)
        .services.create({ environmentId, name: 'x' })
        .catch(() => {});
  });
  assert.equal(left.length, 10);
  assert.deepEqual(
    [...new Set(left.map(({ problem, actorId }) => `${actorId} ${problem}`))],
    ['stranger not_signed_in'],
  );
});
