import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bases, generateDockerfile } from '#server/domain/generate-dockerfile.ts';
import { type CodeFacts, recognizeCode } from '#server/domain/recognize-code.ts';

const OWN = { reference: 'cloudberth/sample-base:1', node: '/usr/bin/node' };
const EMPTY: CodeFacts = { packageJson: null, names: [], siteFolders: [] };

/** The Dockerfile's lines, or the problem's code with its values. */
function generated(facts: Partial<CodeFacts>, bases: Partial<Bases> = {}): string[] {
  const code = recognizeCode({ ...EMPTY, ...facts });
  const result =
    code.kind === 'problem' ? code : generateDockerfile(code, { images: [], own: OWN, ...bases });
  if (result.kind === 'problem') return [result.code, ...Object.values(result.params).map(String)];
  return result.dockerfile.trimEnd().split('\n');
}

function pack(content: object, names: string[] = []): Partial<CodeFacts> {
  return { packageJson: JSON.stringify(content), names: ['package.json', ...names] };
}

const EXPRESS = { scripts: { start: 'node server.js' }, dependencies: { express: '5' } };
const NODE = {
  images: ['shop/node-exporter:9', 'node:22', 'registry.example.com/library/node:24-slim', 'node:9.1'],
};

test('a package without dependencies runs on the base of our own', () => {
  const own = ['FROM cloudberth/sample-base:1', 'WORKDIR /app', 'COPY code/ ./'];
  const start = (file: string) => [...own, `ENTRYPOINT ["/usr/bin/node","${file}"]`];
  assert.deepEqual(generated(pack({ scripts: { start: 'node a.js' } })), start('a.js'));
  assert.deepEqual(generated(pack({ main: 'lib/main.js' }, ['index.js'])), start('lib/main.js'));
  assert.deepEqual(generated(pack({}, ['server.js'])), start('server.js'));
  assert.deepEqual(generated(pack(EXPRESS, ['node_modules'])), start('server.js'));
});

test('dependencies are installed by the lock file where a Node image is on the engine, the newest', () => {
  assert.deepEqual(generated(pack(EXPRESS, ['package-lock.json']), NODE), [
    'FROM registry.example.com/library/node:24-slim',
    'WORKDIR /app',
    'COPY code/package*.json code/npm-shrinkwrap.jso[n] ./',
    'RUN ["npm","ci","--omit=dev"]',
    'COPY code/ ./',
    'ENTRYPOINT ["node","server.js"]',
  ]);
  const built = { ...EXPRESS, scripts: { start: 'next start', build: 'next build' } };
  assert.deepEqual(generated(pack(built, ['package-lock.json']), NODE).slice(3), [
    'RUN ["npm","ci"]',
    'COPY code/ ./',
    'RUN ["npm","run","build"]',
    'RUN ["npm","prune","--omit=dev"]',
    'ENTRYPOINT ["npm","start","--"]',
  ]);
});

test('what is missing for a package is named', () => {
  assert.deepEqual(generated(pack(EXPRESS), NODE), ['source_unsupported', 'no_lockfile']);
  assert.deepEqual(generated(pack(EXPRESS, ['package-lock.json'])), ['base_image_missing', 'node']);
  assert.deepEqual(generated(pack({ scripts: { start: 'next start' } })), ['base_image_missing', 'node']);
  assert.deepEqual(generated(pack({}, ['server.js']), { own: null }), ['base_image_missing', 'node']);
  assert.deepEqual(generated(pack({})), ['source_unsupported', 'no_entry']);
  assert.deepEqual(generated({ packageJson: '{' }), ['source_unsupported', 'package_json_invalid']);
  assert.deepEqual(generated({ packageJson: '{"scripts":1}' }), [
    'source_unsupported',
    'package_json_invalid',
  ]);
});

test('a site is served by nginx or caddy where one is on the engine, else by a server of ours', () => {
  const site = { siteFolders: ['dist', 'public'] };
  assert.deepEqual(generated(site, { images: ['caddy:2', 'nginx:1.29'] })[0], 'FROM nginx:1.29');
  assert.deepEqual(generated(site, { images: ['caddy:2'] }), [
    'FROM caddy:2',
    'COPY Caddyfile /etc/caddy/',
    'COPY code/dist/ /site/',
  ]);
  assert.deepEqual(generated({ siteFolders: ['.', 'public'] }), [
    'FROM cloudberth/sample-base:1',
    'COPY static-server.mjs /',
    'COPY code/ /site/',
    'ENTRYPOINT ["/usr/bin/node","/static-server.mjs","/site"]',
  ]);
  assert.deepEqual(generated(site, { own: null }), ['base_image_missing', 'nginx']);
});

test('a site that was made with npm but has nothing to start is a site', () => {
  assert.equal(
    generated({ ...pack({ scripts: { build: 'vite build' } }), siteFolders: ['dist'] })[2],
    'COPY code/dist/ /site/',
  );
});

test('a compose file alone is told apart from code that nothing is known of (S3-3)', () => {
  assert.deepEqual(generated({ names: ['docker-compose.yml'] }), ['compose_unsupported']);
  assert.deepEqual(generated({ names: ['compose.yaml'] }), ['compose_unsupported']);
  assert.deepEqual(generated({ names: ['main.go'] }), ['source_unsupported', 'nothing_known']);
  assert.notEqual(generated({ ...pack({}, ['server.js', 'compose.yaml']) })[0], 'compose_unsupported');
});
