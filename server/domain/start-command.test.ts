import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeArguments, startCommand } from '#server/domain/start-command.ts';

test('a start script of the form node <file> [args] needs no shell', () => {
  assert.deepEqual(nodeArguments('node server.js'), ['server.js']);
  assert.deepEqual(nodeArguments(' node  --enable-source-maps  dist/main.js --port=1 '), [
    '--enable-source-maps',
    'dist/main.js',
    '--port=1',
  ]);
});

test('every other start script is told from it', () => {
  const others = [
    ...[
      '',
      'node',
      'node --test',
      'next start',
      'npm run serve',
      './node server.js',
      'PORT=1 node server.js',
    ],
    ...[
      'node a.js && node b.js',
      'node a.js; b',
      'node $FILE',
      'node "a b.js"',
      'node a.js > log',
      'node *.js',
    ],
    ...[
      'node a.js | tee log',
      'node `which x`',
      'node a.js &',
      'node a\\ b.js',
      'node ~/a.js',
      'node a.js\nrm b',
    ],
  ];
  for (const script of others) assert.equal(nodeArguments(script), null, script);
});

test('command and args replace the own start by the truth table (S4-11)', () => {
  const own = ['node', 'server.js'];
  assert.deepEqual(startCommand(own, { command: [], args: [] }), ['node', 'server.js']);
  assert.deepEqual(startCommand(own, { command: ['node', 'b.js'], args: [] }), ['node', 'b.js']);
  assert.deepEqual(startCommand(own, { command: [], args: ['--x'] }), ['node', 'server.js', '--x']);
  assert.deepEqual(startCommand(own, { command: ['node', 'b.js'], args: ['--x'] }), ['node', 'b.js', '--x']);
});
