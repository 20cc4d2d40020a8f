import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { breachOf, cyclesOf, importsOf, ROOMS, roomOf, targetOf } from '#scripts/import-rules.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const FILES = globSync('{app,bench,components,db,docs,e2e,messages,scripts,server}/**/*.{ts,tsx}', {
  cwd: ROOT,
});
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(readFileSync(path.join(ROOT, file), 'utf8'))]));

test('every import runs in a direction that the architecture allows', () => {
  const breaches = [...IMPORTS].flatMap(([file, imports]) => imports.map((found) => breachOf(file, found)));
  assert.deepEqual(
    breaches.filter((breach) => breach !== undefined),
    [],
  );
});

test('no two files need one another at run time, over however many others', () => {
  const graph = [...IMPORTS].map(([file, imports]): [string, string[]] => [
    file,
    imports
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ specifier }) => targetOf(file, specifier))
      .filter((target) => target !== undefined),
  ]);
  assert.deepEqual(cyclesOf(new Map(graph)), []);
});

test('every file of the server has a room with rules, and every rule has files', () => {
  assert.deepEqual(
    FILES.filter((file) => !roomOf(file)),
    [],
  );
  assert.deepEqual(
    Object.keys(ROOMS).filter(
      (room) => !['bench', 'docs'].includes(room) && !FILES.some((file) => roomOf(file) === room),
    ),
    [],
  );
});

test('the scan finds every form of import and nothing in the middle of a line', () => {
  const source = [
    "import a from 'a';",
    "import type { B } from 'b';",
    "import {\n  c,\n  type D,\n} from '#c/d.ts';",
    "import 'e';",
    "export { f } from './f.ts';",
    "export type { G } from 'g';",
    "const h = await import('h');",
    "  import i from 'i'; // inside a text",
    "export const j = 1;\nconst from = 'k';",
  ].join('\n');
  assert.deepEqual(
    importsOf(source).map(({ specifier, isTypeOnly }) => specifier + (isTypeOnly ? ' type' : '')),
    ['a', 'b type', '#c/d.ts', 'e', './f.ts', 'g type', 'h'],
  );
});

for (const [file, line, expected] of [
  ['server/domain/a.ts', "import { b } from '#db/open.ts';", /server\/domain may not import db/],
  ['server/domain/a.ts', "import path from 'node:path';", /domain is pure/],
  ['server/domain/a.ts', "import { sum } from 'lodash';", /domain is pure/],
  [
    'server/gateway/a.ts',
    "import { b } from '#server/commands/set-traffic.ts';",
    /may not import server\/commands/,
  ],
  ['server/gateway/a.ts', "import { b } from '../domain/traffic.ts';", /leaves its room/],
  ['server/runner/a.ts', "import { b } from '#db/open.ts';", /server\/runner may not import db/],
  ['server/deployer/a.ts', "import { eq } from 'drizzle-orm';", /only db may import drizzle-orm/],
  ['server/api/a.ts', "import { x } from 'drizzle-orm/sqlite-core';", /only db may import drizzle-orm/],
  ['server/commands/a.ts', "import Docker from 'dockerode';", /may import dockerode/],
  ['components/a.tsx', "import { b } from '#server/api/router.ts';", /components may not import server\/api/],
  [
    'components/a.tsx',
    "import type { B } from '#server/commands/b.ts';",
    /components may not import server\/commands/,
  ],
  [
    'server/supervisor/a.ts',
    "import { b } from '#scripts/build.ts';",
    /server\/supervisor may not import scripts/,
  ],
] as const) {
  test(`caught: ${line} in ${file}`, () => {
    const [found] = importsOf(line);
    assert.ok(found);
    assert.match(breachOf(file, found) ?? 'allowed', expected);
  });
}

for (const [file, line] of [
  ['components/a.tsx', "import type { AppRouter } from '#server/api/router.ts';"],
  ['components/a.tsx', "import { b } from '#server/domain/traffic.ts';"],
  ['server/domain/a.ts', "import { z } from 'zod';"],
  ['server/domain/a.test.ts', "import assert from 'node:assert/strict';"],
  ['db/a.ts', "import { eq } from 'drizzle-orm';"],
] as const) {
  test(`allowed: ${line} in ${file}`, () => {
    const [found] = importsOf(line);
    assert.ok(found);
    assert.equal(breachOf(file, found), undefined);
  });
}

test('a ring of imports is found, and a diamond is not one', () => {
  const ring = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
  ]);
  assert.deepEqual(cyclesOf(ring), ['a → b → c → a']);
  const diamond = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
  ]);
  assert.deepEqual(cyclesOf(diamond), []);
});
