import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specInputSchema } from '#server/domain/spec.ts';

const NOT_PLAIN = ['a\0b', '\0', 'a\ud800', '\udc00'];
const PLAIN = ['', 'a\nb', '$(id)', '`id`', '; rm -rf /', '密码 🚢', '\u202eabc', '\'"\\'];

function codesOf(spec: object): string[] {
  const source = { kind: 'image', image: 'sample/hello:v1' };
  const parsed = specInputSchema.safeParse({ source, ...spec });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

const FIELDS: Record<string, (text: string) => object> = {
  command: (text) => ({ command: ['a', text] }),
  args: (text) => ({ args: [text] }),
  'probe command': (text) => ({ probe: { kind: 'exec', command: ['a', text] } }),
  variable: (text) => ({ env: [{ kind: 'plain', name: 'A', value: text }] }),
};

test('what a program cannot be given as it is written is refused, and everything else is text', () => {
  for (const [field, specOf] of Object.entries(FIELDS)) {
    for (const text of NOT_PLAIN) assert.deepEqual(codesOf(specOf(text)), ['text_not_plain'], field);
    for (const text of PLAIN) assert.deepEqual(codesOf(specOf(text)), [], field);
  }
  for (const value of NOT_PLAIN) {
    assert.deepEqual(codesOf({ env: [{ kind: 'new-secret', name: 'A', value }] }), ['text_not_plain']);
  }
});

test('a repository is an https address or a folder, as git reads it and nobody else', () => {
  const code = (url: string) => codesOf({ source: { kind: 'repository', url } });
  const refused = [
    '--upload-pack=touch /tmp/x',
    '-u./x',
    'ext::sh -c id',
    'file:///etc',
    'ssh://-oProxyCommand=id/x',
    'git@example.com:a.git',
    'http://example.com/a.git',
    'https://a:b@example.com/a.git',
    'https://exam\nple.com/a.git',
    'https://example.com/a\0.git',
    'https://example.com/a\t.git',
    '/srv/../etc',
    '/srv/a\0',
    '/srv/\ud800',
    'https://',
  ];
  for (const url of refused) assert.deepEqual(code(url), ['repository_invalid'], url);
  for (const url of ['https://example.com/a.git', '/srv/a repository.git'])
    assert.deepEqual(code(url), [], url);
});

test('a branch is a name and never an option', () => {
  const code = (branch: string) =>
    codesOf({ source: { kind: 'repository', url: 'https://example.com/a.git', branch } });
  const refused = ['--upload-pack=id', '-b', 'a b', 'a\nb', 'a..b', 'a\0b', 'a:b', 'a~1', '@{1}', 'a\ud800'];
  for (const branch of refused) assert.deepEqual(code(branch), ['branch_invalid'], branch);
  for (const branch of ['main', 'release/1.x', '$(id)', '`id`', ';id', '功能'])
    assert.deepEqual(code(branch), []);
});

test('a configuration has no way to ask the engine for more: what it does not know is dropped', () => {
  const wish = {
    privileged: true,
    binds: ['/:/h'],
    HostConfig: { Privileged: true },
    networkMode: 'host',
    user: '0',
  };
  const spec = specInputSchema.parse({
    source: { kind: 'image', image: 'sample/hello:v1', ...wish },
    ...wish,
  });
  const own = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
  assert.deepEqual(spec, own);
});
