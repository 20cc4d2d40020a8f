import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logFields } from '#server/domain/log-fields.ts';
import { logLevel } from '#server/domain/log-level.ts';
import { logMask } from '#server/domain/log-mask.ts';
import { parseLogQuery } from '#server/domain/log-terms.ts';

function told(query: string): string {
  const { terms, issue } = parseLogQuery(query);
  if (issue) return issue;
  return terms
    .map((term) => {
      const sign = term.isExcluded ? '-' : '';
      return term.kind === 'text' ? `${sign}[${term.text}]` : `${sign}${term.key}=[${term.value}]`;
    })
    .join(' ');
}

test('a query is words, phrases and fields that all have to be there', () => {
  const rows: [string, string][] = [
    ['', ''],
    ['  timeout   AND refused ', '[timeout] [refused]'],
    ['"connection refused" -retry', '[connection refused] -[retry]'],
    ['-"not this"', '-[not this]'],
    ['level:error user.id:"u 7"', 'level=[error] user.id=[u 7]'],
    ['-level:debug', '-level=[debug]'],
    ['用户:张三 库存不足', '用户=[张三] [库存不足]'],
    ['12:30:45 http://host:80/a Error:', '[12:30:45] [http://host:80/a] [Error:]'],
    ['"a:b" it"s "say \\"hi\\""', '[a:b] [it"s] [say "hi"]'],
    ['- a', '[-] [a]'],
    ['"AND" and', '[AND] [and]'],
  ];
  for (const [query, terms] of rows) assert.equal(told(query), terms, query);
});

test('a query that cannot be read has a code for its reason', () => {
  assert.equal(told('"open'), 'log_query_quote');
  assert.equal(told('key:"open'), 'log_query_quote');
  assert.equal(told('a OR b'), 'log_query_or');
  assert.equal(told('key:""'), 'log_query_value');
  assert.equal(told('""'), 'log_query_value');
  assert.equal(told('a b c d e f g h i j k'), 'log_query_too_many');
});

test('fields of a JSON line are flattened, and what only looks like JSON has none', () => {
  assert.deepEqual(logFields('{"a":{"b":1,"c":{"d":{"e":2}}},"l":[1],"t":true}'), {
    'a.b': '1',
    'a.c.d': '{"e":2}',
    l: '[1]',
    t: 'true',
  });
  assert.equal(logFields('{not json}'), null);
  assert.equal(logFields('plain'), null);
  assert.deepEqual(
    logFields('{"__proto__":"x","n":null}'),
    Object.fromEntries([
      ['__proto__', 'x'],
      ['n', 'null'],
    ]),
  );
});

test('the level is what the line says, and else what its stream means', () => {
  assert.equal(logLevel('stdout', '2026-11-21 10:00 WARN slow'), 'warn');
  assert.equal(logLevel('stderr', 'INFO started'), 'info');
  assert.equal(logLevel('stdout', 'TypeError: x is not a function'), 'error');
  assert.equal(logLevel('stderr', 'something'), 'error');
  assert.equal(logLevel('stdout', 'GET /errors-of-today 200'), 'log');
  assert.equal(logLevel('stdout', '{"level":50,"msg":"a"}'), 'error');
  assert.equal(logLevel('stdout', '{"severity":"NOTICE","msg":"error"}'), 'info');
});

test('secrets are masked as they are and as JSON writes them, short ones are left', () => {
  const mask = logMask(['p"ss\\word', 'abc', 'first line\nsecond line', 'p"ss\\word-long']);
  assert.equal(mask('is p"ss\\word!'), 'is ••••••!');
  assert.equal(mask('is p"ss\\word-long!'), 'is ••••••!');
  assert.equal(mask(JSON.stringify({ p: 'p"ss\\word' })), '{"p":"••••••"}');
  assert.equal(mask('abc, second line'), 'abc, ••••••');
});
