import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createTranslator } from 'use-intl/core';
import { LOCALES, loadMessages } from '#messages/load.ts';
import { STEP_NAMES } from '#server/domain/deployment.ts';
import { FAILURES } from '#server/domain/failures.ts';
import { PROBLEMS } from '#server/domain/problem.ts';

type Tree = { [key: string]: string | Tree };

/** Every message by its whole key. */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const result = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') result.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) result.set(inner, text);
  }
  return result;
}

/** Names of the values and tags that a message takes. */
function parametersOf(message: string): string[] {
  const values = [...message.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1] ?? '');
  const tags = [...message.matchAll(/<(\w+)>/g)].map((match) => `<${match[1]}>`);
  return [...new Set([...values, ...tags])].sort();
}

const chinese = flatten(loadMessages('zh-CN'));
const english = flatten(loadMessages('en'));

test('both languages have the same keys', () => {
  assert.deepEqual([...english.keys()].sort(), [...chinese.keys()].sort());
});

test('a message takes the same values in both languages', () => {
  for (const [key, message] of chinese) {
    assert.deepEqual(parametersOf(english.get(key) ?? ''), parametersOf(message), key);
  }
});

test('no message is empty, and every one can be written', () => {
  for (const locale of LOCALES) {
    const texts = flatten(loadMessages(locale));
    for (const [key, message] of texts) {
      const t = createTranslator({
        locale,
        messages: { it: message } as Record<string, string>,
        onError: (error) => assert.fail(`${locale} ${key}: ${error.message}`),
      });
      const values = Object.fromEntries(parametersOf(message).map((name) => [name.replace(/\W/g, ''), 1]));
      const tags = Object.fromEntries(
        parametersOf(message)
          .filter((name) => name.startsWith('<'))
          .map((name) => [name.slice(1, -1), (inner: string) => `${inner} `]),
      );
      assert.notEqual(t.markup('it', { ...values, ...tags }).trim(), '', `${locale} ${key}`);
    }
  }
});

test('every problem, failure and step of the domain has its texts', () => {
  const needed = [
    ...Object.keys(PROBLEMS).map((code) => `problems.${code}`),
    ...STEP_NAMES.map((name) => `steps.${name}`),
    ...Object.entries(FAILURES).flatMap(([code, { advice }]) => [
      `failures.${code}.label`,
      `failures.${code}.short`,
      `failures.${code}.message`,
      ...Array.from({ length: advice.length }, (_, index) => `failures.${code}.advice.${index + 1}`),
    ]),
  ];
  assert.deepEqual(
    needed.filter((key) => !chinese.has(key)),
    [],
  );
  const known = [...chinese.keys()].filter((key) => /^(problems|steps|failures)\./.test(key));
  assert.deepEqual(
    known.filter((key) => !needed.includes(key)),
    [],
    'texts for what the domain does not know',
  );
});

test('the texts of a failure take no value that the catalogue does not give', () => {
  for (const [code, { params }] of Object.entries(FAILURES)) {
    const taken = [...chinese].filter(([key]) => key.startsWith(`failures.${code}.`));
    const values = taken.flatMap(([, message]) => parametersOf(message));
    assert.deepEqual([...new Set(values)].sort(), [...params].sort(), code);
  }
});

test('every issue code and step detail that the server writes has its text', () => {
  const rules = [
    ...['spec', 'secret', 'image-reference', 'version-source', 'password', 'token'].map(
      (name) => `server/domain/${name}.ts`,
    ),
    ...globSync('server/domain/{traffic,glob}*.ts'),
    ...globSync('server/api/routers/*.ts'),
  ];
  const codes = written(rules, /'([a-z]+(?:_[a-z]+)+)'/g);
  assert.ok(codes.includes('port_invalid') && codes.includes('traffic_sum'));
  assert.deepEqual(
    codes.filter((code) => !(code in PROBLEMS) && !chinese.has(`issues.${code}`)),
    [],
  );
  const details = written(
    ['server/domain/plan.ts', ...globSync('server/domain/plan/*.ts'), 'server/deployer/build-image.ts'],
    /key: '(\w+)'/g,
  );
  assert.ok(details.includes('checkNeeds'));
  assert.deepEqual(
    details.filter((key) => !chinese.has(`stepDetails.${key}`)),
    [],
  );
});

function written(files: string[], pattern: RegExp): string[] {
  return files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1] ?? ''));
}
