import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fetchRepository, type RepositoryOrder } from './fetch-repository.ts';
import { GitLines } from './git-lines.ts';
import { SOURCE_LIMITS } from './limits.ts';
import { SourceError } from './source-error.ts';
import { TestGitHost, TestRepository } from './test-repository.ts';

const TOKEN = 'secret-token-1';

/** Fetches into a folder of its own. */
async function fetch(
  context: TestContext,
  order: Partial<RepositoryOrder> & { url: string },
  signal = context.signal,
) {
  const home = mkdtempSync(path.join(tmpdir(), 'berth-fetch-'));
  context.after(() => rmSync(home, { recursive: true, force: true }));
  const into = path.join(home, 'code');
  const lines: string[] = [];
  const whole = { branch: 'main', token: null, into, ...order };
  const commit = await fetchRepository(whole, (line) => lines.push(line), signal);
  return { commit, into, lines, files: readdirSync(into, { recursive: true, encoding: 'utf8' }).sort() };
}

async function failing(context: TestContext, order: Partial<RepositoryOrder> & { url: string }) {
  const error = await fetch(context, order).then(
    () => assert.fail('it was fetched'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SourceError, String(error));
  return { code: error.code, ...error.params };
}

/** Variables of this process until the test is over. */
function withVariables(context: TestContext, variables: Record<string, string>): void {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  context.after(() => {
    for (const name of Object.keys(variables)) delete process.env[name];
    Object.assign(process.env, before);
  });
}

test('a branch of a local repository is fetched with its commit and without its history', async (context) => {
  using repository = new TestRepository({ 'package.json': '{}', 'src/start.sh': '#!/bin/sh\n' });
  chmodSync(path.join(repository.folder, 'src/start.sh'), 0o755);
  repository.git('checkout', '--quiet', '-b', 'release/2.0');
  const commit = repository.commit({ 'new.txt': 'new' });
  repository.git('checkout', '--quiet', 'main');
  const fetched = await fetch(context, { url: repository.folder, branch: 'release/2.0' });
  assert.equal(fetched.commit, commit);
  assert.deepEqual(fetched.files, ['new.txt', 'package.json', 'src', 'src/start.sh']);
  assert.equal(readFileSync(path.join(fetched.into, 'new.txt'), 'utf8'), 'new');
});

test('the newest commit is fetched, whatever was fetched before', async (context) => {
  using repository = new TestRepository();
  const first = await fetch(context, { url: repository.folder });
  const commit = repository.commit({ 'second.txt': '2' });
  const second = await fetch(context, { url: repository.folder });
  assert.notEqual(first.commit, commit);
  assert.equal(second.commit, commit);
});

test("a repository that is somebody else's is read, and nothing of it or of the user is run", async (context) => {
  using repository = new TestRepository({ '.gitattributes': '* filter=evil\n', 'a.txt': 'a' });
  const marker = path.join(repository.home, 'was-run');
  const hook = `#!/bin/sh\ntouch ${marker}\ncat\n`;
  for (const name of ['post-checkout', 'post-upload-pack', 'evil']) {
    writeFileSync(path.join(repository.home, name), hook, { mode: 0o755 });
    writeFileSync(path.join(repository.folder, '.git', 'hooks', name), hook, { mode: 0o755 });
  }
  const evil = path.join(repository.home, 'evil');
  const settings = `[core]\nhooksPath = ${repository.home}\n[filter "evil"]\nsmudge = ${evil}\n[uploadpack]\npackObjectsHook = ${evil}\n`;
  writeFileSync(
    path.join(repository.folder, '.git', 'config'),
    `[core]\nrepositoryformatversion = 0\n${settings}`,
  );
  writeFileSync(path.join(repository.home, 'gitconfig'), settings);
  withVariables(context, { GIT_CONFIG_GLOBAL: path.join(repository.home, 'gitconfig') });
  if (process.getuid?.() === 0) chownSync(repository.folder, 12_345, 12_345);
  if (process.getuid?.() === 0) chownSync(path.join(repository.folder, '.git'), 12_345, 12_345);
  const { files } = await fetch(context, { url: repository.folder });
  assert.deepEqual(files, ['.gitattributes', 'a.txt']);
  assert.equal(existsSync(marker), false);
});

test('links inside of the code stay, those that lead out are refused', async (context) => {
  using inside = new TestRepository({
    'a/b.txt': 'b',
    'a/c.txt': { link: '../a/b.txt' },
    d: { link: 'later' },
  });
  assert.deepEqual((await fetch(context, { url: inside.folder })).files, ['a', 'a/b.txt', 'a/c.txt', 'd']);
  const ways: Record<string, { link: string }>[] = [
    { 'a.txt': { link: '/etc/passwd' } },
    { 'a/b.txt': { link: '../../anything' } },
    { 'a/b/c': { link: '../..' }, d: { link: 'a/b/c/../../x' } },
  ];
  for (const files of ways) {
    using repository = new TestRepository({ 'package.json': '{}', ...files });
    const failure = await failing(context, { url: repository.folder });
    assert.deepEqual(failure, { code: 'source_fetch_fail', reason: 'link_outside' }, JSON.stringify(files));
  }
});

test('what is missing is told apart', async (context) => {
  using repository = new TestRepository();
  const reasonOf = async (order: Partial<RepositoryOrder> & { url: string }) =>
    ((await failing(context, order)) as { reason?: string }).reason;
  assert.equal(await reasonOf({ url: repository.folder, branch: 'none' }), 'branch_missing');
  assert.equal(await reasonOf({ url: path.join(repository.home, 'none') }), 'repository_missing');
  assert.equal(await reasonOf({ url: repository.home }), 'repository_missing');
  assert.equal(await reasonOf({ url: 'https://localhost:1/shop.git' }), 'unreachable');
  withVariables(context, { PATH: repository.home });
  assert.equal(await reasonOf({ url: repository.folder }), 'git_missing');
});

test('what is too large is refused before it is written', async (context) => {
  using repository = new TestRepository({ 'zeros.bin': '0'.repeat(200_000), 'b.txt': 'b' });
  const too = { code: 'source_fetch_fail', reason: 'too_large' };
  for (const limit of [
    { unpackedBytes: 200_000 },
    { fileBytes: 100_000 },
    { entries: 1 },
    { repositoryBytes: 100 },
  ]) {
    const limits = { ...SOURCE_LIMITS, ...limit };
    assert.deepEqual(await failing(context, { url: repository.folder, limits }), too, JSON.stringify(limit));
  }
  const limits = { ...SOURCE_LIMITS, unpackedBytes: 200_001, entries: 2 };
  assert.equal((await fetch(context, { url: repository.folder, limits })).files.length, 2);
});

test('over https, the token is for the host alone, and is never told', async (context) => {
  using repository = new TestRepository();
  await using host = await TestGitHost.open(repository, TOKEN);
  withVariables(context, { GIT_SSL_CAINFO: host.certificate });
  const { commit, lines } = await fetch(context, { url: host.url(), token: TOKEN });
  assert.equal(commit, repository.git('rev-parse', 'HEAD'));
  const sent = Buffer.from(`x-access-token:${TOKEN}`).toString('base64');
  assert.ok(host.authorizations.includes(`Basic ${sent}`));
  assert.doesNotMatch(lines.join('\n'), new RegExp(`${TOKEN}|${sent}`));
  assert.match(lines.join('\n'), /Cloning into/);
});

test('a token does not go along to where a host sends it', async (context) => {
  using repository = new TestRepository();
  await using host = await TestGitHost.open(repository, TOKEN);
  withVariables(context, { GIT_SSL_CAINFO: host.certificate });
  const failure = await failing(context, { url: host.url('moved.git'), token: TOKEN });
  assert.deepEqual(failure, { code: 'source_fetch_fail', reason: 'repository_missing' });
  assert.equal(host.authorizations.length, 1);
});

test('a host that refuses is told apart from one that is not there', async (context) => {
  using repository = new TestRepository();
  await using host = await TestGitHost.open(repository, TOKEN);
  const url = host.url();
  assert.deepEqual(await failing(context, { url, token: TOKEN }), {
    code: 'source_fetch_fail',
    reason: 'unreachable', // Its certificate is nobody's.
  });
  withVariables(context, { GIT_SSL_CAINFO: host.certificate });
  const refused = { code: 'repo_auth_fail', url };
  assert.deepEqual(await failing(context, { url, token: 'wrong' }), refused);
  assert.deepEqual(await failing(context, { url }), refused);
  const missing = await failing(context, { url: host.url('none.git'), token: TOKEN });
  assert.deepEqual(missing, { code: 'source_fetch_fail', reason: 'repository_missing' });
});

test('a host that is silent is given up in time, or with the signal', async (context) => {
  const connected = Promise.withResolvers<Socket>();
  const silent = createServer((socket) => connected.resolve(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  context.after(() => silent.close());
  const url = `https://localhost:${(silent.address() as AddressInfo).port}/shop.git`;
  const late = await failing(context, { url, timeoutMs: 300 });
  assert.deepEqual(late, { code: 'source_fetch_fail', reason: 'timeout' });

  const again = Promise.withResolvers<Socket>();
  silent.on('connection', again.resolve);
  const calling = new AbortController();
  const fetching = fetch(context, { url }, calling.signal);
  const socket = await again.promise;
  const closed = once(
    socket.resume().on('error', () => {}),
    'close',
  );
  calling.abort();
  await assert.rejects(fetching, { name: 'AbortError' });
  await closed; // The program that git left it to has ended, too.
});

test('a line that is drawn again and again is told once, and secrets never', () => {
  const told: string[] = [];
  const lines = new GitLines((line) => told.push(line), TOKEN);
  lines.add('Cloning\nReceiving objects:  1% (1/9)\rReceiving obj');
  lines.add('ects: 50% (5/9)\rReceiving objects: 100% (9/9), done.\nremote: you sent ');
  lines.add(`${TOKEN}\r\nwhole`);
  lines.end();
  assert.deepEqual(told, [
    'Cloning',
    'Receiving objects:  1% (1/9)',
    'Receiving objects: 100% (9/9), done.',
    'remote: you sent ***',
    'whole',
  ]);
});
