import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { temporaryData } from '#db/temporary.ts';

const data = temporaryData();
process.env.DATA_DIR = data.dataDir;
const { closeConsole } = await import('#server/api/console-state.ts');
after(() => {
  closeConsole();
  data[Symbol.dispose]();
});

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];
const HOST = 'console.test:3000';

/** `POST /api/uploads` → its handler. */
const writers = new Map<string, Handler>();
const APP = path.resolve(import.meta.dirname, '..', 'app');
for (const file of globSync('**/route.ts', { cwd: APP })) {
  const module: Record<string, Handler> = await import(path.join(APP, file));
  for (const method of WRITING) {
    const handler = module[method];
    if (handler) writers.set(`${method} /${path.dirname(file)}`, handler);
  }
}

test('handlers that write are found', () => {
  assert.ok(writers.size >= 3, [...writers.keys()].join());
});

for (const [route, handler] of writers) {
  for (const [by, headers] of [
    ['from a page of a service beside the console', { origin: 'http://foo.console.test:3000' }],
    ['from nowhere', {}],
    [
      'as a form of such a page, with our origin but by the browser’s own word from there',
      { origin: `http://${HOST}`, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
    ],
  ] as const) {
    test(`${route} refuses to write ${by}`, async () => {
      const [method = ''] = route.split(' ');
      const url = `http://${HOST}/${path.basename(route)}`;
      const own = { host: HOST, 'content-type': 'application/json', cookie: 'berth.session_token=x' };
      const request = new Request(url, { method, body: '{}', headers: { ...own, ...headers } });
      const answer = await handler(request, { params: Promise.resolve({}) });
      if (answer.status === 404) return; // Closed to everybody: better-auth's own paths.
      assert.equal(answer.status, 403);
      assert.match(await answer.text(), /foreign_origin/);
    });
  }
}
