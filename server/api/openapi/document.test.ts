import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';
import { PRODUCT_VERSION } from '#server/api/openapi/answer-document.ts';
import { openApiDocument } from '#server/api/openapi/document.ts';
import { listProcedures } from '#server/api/openapi/procedures.ts';
import { RIGHTS_TABLE } from '#server/api/rights-table.ts';
import { PROBLEMS } from '#server/domain/problem.ts';

const DOCUMENT = openApiDocument({ version: PRODUCT_VERSION, cookieName: 'berth.session_token' });
const TEXT = JSON.stringify(DOCUMENT);

/** Rules that cannot be kept. */
const OFF = {
  // The licence is named by its SPDX identifier, and OpenAPI 3.1 forbids an address beside that.
  'license-url': 'off',
  // Everybody runs an installation of their own: there is no address of whoever answers for it.
  'contact-properties': 'off',
} as const;

/** HTTP routes that are no part of the API for programs, and why. */
const NOT_FOR_PROGRAMS = [
  'app/api/auth/[...all]/route.ts', // Where identity providers send browsers.
  'app/api/trpc/[trpc]/route.ts', // The procedures: each has its own path.
];

test('spectral finds nothing against the document, with every rule it has', async () => {
  const found = await lint(JSON.parse(TEXT));
  assert.deepEqual(
    found.map(({ code, message, path }) => `${code} ${path.join('.')}: ${message}`),
    [],
  );
});

test('spectral would have found something', async () => {
  const { info, ...broken } = JSON.parse(TEXT);
  assert.notDeepEqual(await lint(broken), []);
});

function lint(document: Record<string, unknown>) {
  const linter = new spectral.Spectral();
  const oas = rulesets.oas as object as spectral.RulesetDefinition; // The two packages describe one format twice.
  linter.setRuleset({ extends: [[oas, 'all']], rules: OFF });
  return linter.run(document);
}

test('every procedure is in it, with the method, the way in and the right that it has', () => {
  type Operation = { security: object[]; 'x-berth-right': string };
  const paths: Record<string, Record<string, Operation>> = JSON.parse(TEXT).paths;
  for (const { path, kind, access } of listProcedures()) {
    const operation = paths[`/api/trpc/${path}`]?.[kind === 'mutation' ? 'post' : 'get'];
    assert.equal(operation?.['x-berth-right'], RIGHTS_TABLE[path].right, path);
    const byToken = operation?.security.some((way) => 'token' in way);
    assert.equal(byToken, access.right !== 'in-person', path);
  }
});

test('every HTTP route of the API is in it, or is named as none for programs', () => {
  const routes = globSync('app/api/**/route.ts').filter((file) => !NOT_FOR_PROGRAMS.includes(file));
  assert.ok(routes.length > 0);
  const undescribed = routes.filter((file) => !(file.slice(3, -'/route.ts'.length) in DOCUMENT.paths));
  assert.deepEqual(undescribed, []);
});

test('every stable code is in it, below its status', () => {
  for (const code of Object.keys(PROBLEMS)) assert.ok(TEXT.includes(`"${code}"`), code);
  const { E404, E401 } = DOCUMENT.components.responses as Record<string, object>;
  assert.ok(JSON.stringify(E404).includes('"not_found"'));
  assert.ok(JSON.stringify(E401).includes('"token_invalid"'));
});

test('what a procedure takes is one list, with what is needed and what is filled in', () => {
  const deploy = listProcedures().find(({ path }) => path === 'versions.deploy')?.input;
  assert.deepEqual(deploy?.required, ['serviceId', 'spec']);
  assert.deepEqual(Object.keys(deploy?.properties ?? {}), ['serviceId', 'spec', 'trafficStrategy', 'remark']);
});

test('it tells the version of the product', () => {
  assert.equal(PRODUCT_VERSION, JSON.parse(readFileSync('package.json', 'utf8')).version);
});
