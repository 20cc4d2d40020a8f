import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { ZipFile } from 'yazl';
import { Problem } from '#server/domain/problem.ts';
import { SOURCE_LIMITS, type SourceLimits } from './limits.ts';
import { type ReceivedPackage, receivePackage } from './receive-package.ts';
import { type TarPart, tarOf, type ZipPart, zipOf } from './test-archives.ts';

const SMALL: SourceLimits = {
  ...SOURCE_LIMITS,
  uploadBytes: 4 * 1024 ** 2,
  unpackedBytes: 64 * 1024 ** 2,
  fileBytes: 48 * 1024 ** 2,
  entries: 20,
};

class Inbox {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'berth-inbox-'));

  constructor(context: TestContext) {
    context.after(() => rmSync(this.dataDir, { recursive: true, force: true }));
  }

  receive(
    kind: 'zip' | 'folder',
    body: Buffer | Readable,
    signal = new AbortController().signal,
  ): Promise<ReceivedPackage> {
    const stream = body instanceof Readable ? body : Readable.from([body]);
    const upload = { dataDir: this.dataDir, packageId: 'pkg-1', kind, body: stream, limits: SMALL };
    return receivePackage(upload, signal);
  }

  /** What is there of it: nothing but two empty folders once it was refused. */
  left(): string[] {
    return readdirSync(this.dataDir, { recursive: true, encoding: 'utf8' })
      .filter((name) => name !== 'packages' && name !== 'uploads')
      .sort();
  }
}

const CODE = { 'package.json': '{}', 'src/服务.js': 'let a;', 'src/start.sh': '#!/bin/sh\n' };

const UNSAFE = [
  '../evil.js',
  'src/../../evil.js',
  '/etc/evil.js',
  'C:/evil.js',
  'c:evil.js',
  '..\\evil.js',
  'src\\evil.js',
  'a\0.js',
  'a\n.js',
  '..',
  `${'a'.repeat(300)}.js`,
  `${'abc/'.repeat(300)}a.js`,
];

test('a zip becomes a package: without the folder around it, and what tools leave in it', async (context) => {
  const inbox = new Inbox(context);
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(CODE)) {
    zip.addBuffer(Buffer.from(text), `shop/${name}`, { mode: name.endsWith('.sh') ? 0o104755 : 0o100600 });
  }
  for (const name of ['__MACOSX/shop/._a', 'shop/.DS_Store', 'shop/.git/config', 'shop/src/.git/hooks/x']) {
    zip.addBuffer(Buffer.from('junk'), name);
  }
  zip.end();
  const received = await inbox.receive('zip', await buffer(zip.outputStream));
  assert.deepEqual(inbox.left(), [
    'packages/pkg-1',
    'packages/pkg-1/package.json',
    'packages/pkg-1/src',
    'packages/pkg-1/src/start.sh',
    'packages/pkg-1/src/服务.js',
  ]);
  const bytes = Object.values(CODE).join('').length;
  assert.deepEqual(received, {
    folder: path.join(inbox.dataDir, 'packages/pkg-1'),
    sizeBytes: bytes,
    fileCount: 3,
  });
  assert.equal(readFileSync(path.join(received.folder, 'src/服务.js'), 'utf8'), CODE['src/服务.js']);
  assert.equal(statSync(path.join(received.folder, 'src/start.sh')).mode & 0o7777, 0o755);
  assert.equal(statSync(path.join(received.folder, 'package.json')).mode & 0o7777, 0o644);
});

test('a folder comes as a tar, with long names and names of every language', async (context) => {
  const inbox = new Inbox(context);
  const long = `${'深/'.repeat(12)}${'x'.repeat(180)}.js`;
  const tar = await tarOf({ name: `shop/${long}`, data: 'deep' }, { name: 'shop/empty', type: 'directory' });
  const { folder, fileCount } = await inbox.receive('folder', tar);
  assert.equal(fileCount, 1);
  assert.equal(readFileSync(path.join(folder, long), 'utf8'), 'deep');
  assert.ok(statSync(path.join(folder, 'empty')).isDirectory());
});

test('two things at the top are no folder around the code', async (context) => {
  const inbox = new Inbox(context);
  const { folder } = await inbox.receive('folder', await tarOf({ name: 'src/a' }, { name: 'b' }));
  assert.deepEqual(readdirSync(folder).sort(), ['b', 'src']);
});

test('names that Windows wrote in Chinese are read as such', async (context) => {
  const inbox = new Inbox(context);
  const name = Buffer.from([0xce, 0xc4, 0xbc, 0xfe, 0x2e, 0x6a, 0x73]); // 文件.js in GBK
  const { folder } = await inbox.receive('zip', zipOf({ name, data: 'a' }));
  assert.deepEqual(readdirSync(folder), ['文件.js']);
});

test('files that differ in case alone are two files', async (context) => {
  const inbox = new Inbox(context);
  const { fileCount } = await inbox.receive('zip', zipOf({ name: 'A' }, { name: 'a' }));
  assert.equal(fileCount, 2);
});

const big = Buffer.alloc(40 * 1024 ** 2);

const ZIPS: [promise: string, code: string, zip: Buffer | (() => Buffer)][] = [
  ...UNSAFE.map((name): [string, string, Buffer] => [
    `the name ${JSON.stringify(name.slice(0, 20))}`,
    'upload_path_unsafe',
    zipOf({ name: 'ok.js' }, { name, data: 'evil' }),
  ]),
  ['a link', 'upload_link', zipOf({ name: 'a', data: '/etc/passwd', mode: 0o120777 })],
  ['a device', 'upload_link', zipOf({ name: 'a', mode: 0o020666 })],
  ['two files of one name', 'upload_duplicate', zipOf({ name: 'a', data: '1' }, { name: 'a', data: '2' })],
  ['a file that is a folder too', 'upload_duplicate', zipOf({ name: 'a' }, { name: 'a/b' })],
  ['a folder that is a file too', 'upload_duplicate', zipOf({ name: 'a/b' }, { name: 'a' })],
  ['a password', 'upload_encrypted', zipOf({ name: 'a', flags: 1 })],
  ['an encryption that nobody reads', 'upload_damaged', zipOf({ name: 'a', flags: 0x41 })],
  ['a compression that nobody knows', 'upload_damaged', zipOf({ name: 'a', method: 99, data: 'x' })],
  [
    'nonsense for compressed data, deep in folders',
    'upload_damaged',
    zipOf({ name: 'a/b/c/d/e/f/g/h', data: 'x', compressed: Buffer.alloc(100_000, 0xff) }),
  ],
  ['a wrong checksum', 'upload_damaged', zipOf({ name: 'a', data: 'x', crc: 1 })],
  [
    'more bytes than it says',
    'upload_damaged',
    zipOf({ name: 'a', data: Buffer.alloc(90_000), declaredBytes: 10 }),
  ],
  ['a bomb', 'upload_bomb', () => zipOf({ name: 'a', data: big })],
  ['a bomb that says it is small', 'upload_damaged', () => zipOf({ name: 'a', data: big, declaredBytes: 5 })],
  [
    'a file above the limit',
    'upload_file_too_large',
    () =>
      zipOf(
        { name: 'noise', method: 0, data: randomBytes(1024 ** 2) },
        { name: 'a', data: Buffer.alloc(SMALL.fileBytes + 1) },
      ),
  ],
  [
    'files above the limit together',
    'upload_expands_too_far',
    () =>
      zipOf(
        { name: 'noise', method: 0, data: randomBytes(1024 ** 2) },
        { name: 'a', data: big },
        { name: 'b', data: big },
      ),
  ],
  ['too many files', 'upload_too_many_entries', zipOf(...many(21))],
  ['one name of too many folders', 'upload_too_many_entries', zipOf({ name: `${'a/'.repeat(30)}b` })],
  ['no file at all', 'upload_empty', zipOf({ name: 'a/', mode: 0o040755 })],
  ['no zip at all', 'upload_damaged', Buffer.from('this is no zip')],
  ['a zip that was cut', 'upload_damaged', zipOf({ name: 'a', data: 'abcdef' }).subarray(0, -10)],
  ['an upload above the limit', 'upload_too_large', () => randomBytes(SMALL.uploadBytes + 1)],
];

for (const [promise, code, zip] of ZIPS) {
  test(`a zip with ${promise} is refused and leaves nothing`, async (context) => {
    const inbox = new Inbox(context);
    await assert.rejects(inbox.receive('zip', typeof zip === 'function' ? zip() : zip), { code });
    assert.deepEqual(inbox.left(), []);
  });
}

const TARS: [promise: string, code: string, parts: TarPart[]][] = [
  ...UNSAFE.filter((name) => !name.includes('\0')).map((name): [string, string, TarPart[]] => [
    `the name ${JSON.stringify(name.slice(0, 20))}`,
    'upload_path_unsafe',
    [{ name: 'ok.js' }, { name, data: 'evil' }],
  ]),
  ...(['symlink', 'link', 'character-device', 'block-device', 'fifo'] as const).map(
    (type): [string, string, TarPart[]] => [
      `a ${type}`,
      'upload_link',
      [{ name: 'a', type, linkname: '../../etc/passwd' }],
    ],
  ),
  [
    'a link and a file through it',
    'upload_link',
    [{ name: 'a', type: 'symlink', linkname: '/etc' }, { name: 'a/b' }],
  ],
  ['two files of one name', 'upload_duplicate', [{ name: 'a' }, { name: 'a' }]],
  ['too many files', 'upload_too_many_entries', many(21)],
  ['no file at all', 'upload_empty', []],
];

for (const [promise, code, parts] of TARS) {
  test(`a tar with ${promise} is refused and leaves nothing`, async (context) => {
    const inbox = new Inbox(context);
    await assert.rejects(inbox.receive('folder', await tarOf(...parts)), { code });
    assert.deepEqual(inbox.left(), []);
  });
}

test('a tar that was cut, or is none, is refused and leaves nothing', {
  timeout: 20_000,
}, async (context) => {
  const whole = await tarOf({ name: 'a/b/c/d/e/f', data: Buffer.alloc(5_000) });
  for (const body of [whole.subarray(0, 3_000), Buffer.alloc(700, 'x'), Buffer.alloc(100, 'x')]) {
    const inbox = new Inbox(context);
    await assert.rejects(inbox.receive('folder', body), { code: 'upload_damaged' });
    assert.deepEqual(inbox.left(), []);
  }
});

test('an upload that breaks off leaves nothing', async (context) => {
  const inbox = new Inbox(context);
  const body = new PassThrough();
  const receiving = inbox.receive('zip', body);
  body.write(randomBytes(100_000));
  await once(body, 'drain');
  assert.ok(existsSync(path.join(inbox.dataDir, 'uploads')));
  body.destroy(new Error('the browser has gone'));
  await assert.rejects(receiving, /the browser has gone/);
  assert.deepEqual(inbox.left(), []);
});

test('an upload that breaks off before anybody reads it leaves nothing, and crashes nothing', async (context) => {
  const inbox = new Inbox(context);
  const body = new PassThrough();
  const receiving = inbox.receive('zip', body);
  body.destroy(new Error('the browser has gone'));
  await assert.rejects(receiving, /the browser has gone/);
  assert.deepEqual(inbox.left(), []);
});

test('calling an upload off ends it with the signal and leaves nothing', async (context) => {
  const inbox = new Inbox(context);
  const calling = new AbortController();
  const receiving = inbox.receive('zip', new PassThrough(), calling.signal);
  calling.abort();
  await assert.rejects(receiving, { name: 'AbortError' });
  assert.deepEqual(inbox.left(), []);
});

test('what is refused names what it is about, as it can stand in a message', async (context) => {
  const inbox = new Inbox(context);
  const refused = await inbox.receive('zip', zipOf({ name: `a\u0007/../${'b'.repeat(400)}` })).then(
    () => assert.fail('it was taken'),
    (error: unknown) => error,
  );
  assert.ok(refused instanceof Problem);
  const { path: named } = refused.params;
  assert.match(String(named), /^a\?\/\.\.\/b+…$/);
  assert.equal(String(named).length, 120);
});

function many(count: number): (ZipPart & TarPart)[] {
  return Array.from({ length: count }, (_, index) => ({ name: `f${index}`, mode: 0o100644 }));
}
