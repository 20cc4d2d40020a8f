import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { berthFile, openDb } from '#db/open.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';

let world: World;
/** Path of every page and handler, with ids of things that are there. */
let paths: string[];

before(async () => {
  world = await startWorld({ runner: 'embedded' });
  const { serviceId, first } = await startService(world, 'shop');
  const ids: Record<string, string> = {
    serviceId,
    versionId: first.versionId,
    deploymentId: first.deploymentId,
    trpc: 'session.me',
    file: 'node.zip',
  };
  const app = path.resolve(import.meta.dirname, '..', 'app');
  paths = globSync('**/{page.tsx,route.ts}', { cwd: app }).map((file) =>
    `/${path.dirname(file)}`
      .replace(/\/\([^)]*\)/g, '')
      .replace(/\/\.$/, '/')
      .replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => ids[name] ?? 'missing'),
  );
  paths.push('/nothing-here', '/_next/static/nothing.js', '/%E0%A4%A', '/icon.svg');
});

after(() => world?.installation[Symbol.asyncDispose]());

function ask(pathname: string): Promise<Response> {
  const cookie = [...world.client.cookies].map((pair) => pair.join('=')).join('; ');
  return fetch(world.installation.consoleUrl + pathname, { headers: { cookie }, redirect: 'manual' });
}

test('every page, route, file and error says what the browser may do', async () => {
  assert.ok(paths.length > 15);
  for (const pathname of paths) {
    const { headers } = await ask(pathname);
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/, pathname);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', pathname);
    assert.equal(headers.get('x-frame-options'), 'DENY', pathname);
    assert.equal(headers.get('x-powered-by'), null, pathname);
    for (const name of headers.keys()) assert.doesNotMatch(name, /^access-control-/, pathname);
    if (pathname.startsWith('/api/')) assert.match(headers.get('cache-control') ?? '', /no-store/, pathname);
  }
});

test('every script of a page carries the nonce of its answer, and no tag brings a script of its own', async () => {
  for (const pathname of paths) {
    const answer = await ask(pathname);
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
    const page = await answer.text();
    const [, nonce = 'none'] =
      /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '') ?? [];
    for (const [tag] of page.matchAll(/<script\b[^>]*>/g)) {
      assert.ok(tag.includes(`nonce="${nonce}"`), `${pathname}: ${tag}`);
    }
    assert.doesNotMatch(page, /<style\b|<\w+[^>]*\son[a-z]+=|(?:href|src|action)="javascript:/i, pathname);
  }
});

/** Of an error's message, of its stack, of a query. */
const INSIDE =
  /no such table|taken_away|SqliteError|select "|\bat \S+ \([^)]*:\d+:\d+\)|db\/stores|server\/api|file:\/\//i;

test('what fails inside tells nobody how: neither page nor API', async () => {
  const db = openDb(berthFile(world.installation.dataDir));
  db.$client.pragma('legacy_alter_table = ON');
  db.$client.exec('alter table environments rename to environments_taken_away');
  for (const pathname of ['/services', '/environments', '/api/trpc/environments.list']) {
    const answer = await ask(pathname);
    const text = await answer.text();
    assert.equal(answer.status, 500, pathname);
    assert.equal(INSIDE.exec(text)?.[0], undefined, pathname);
    assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'/, pathname);
  }
  db.$client.exec('alter table environments_taken_away rename to environments');
  db.$client.close();
  assert.match(world.installation.output.join('\n'), /no such table/, 'the log knows');
});
