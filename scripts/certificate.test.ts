import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { findCertificate } from '#db/stores/certificates.ts';
import { temporaryData } from '#db/temporary.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';

const SCRIPT = path.join(import.meta.dirname, 'certificate.ts');

/** Runs it as npm would in `folder`; gives the exit code and everything that was printed. */
function run(folder: string, dataDir: string, ...args: string[]): { status: number | null; said: string } {
  const env = { ...process.env, DATA_DIR: dataDir, INIT_CWD: folder, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

test('a certificate is added from files, listed, and removed', (t) => {
  using data = temporaryData();
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-pem-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { chain, key } = testCertificate(['DNS:shop.example.com', 'DNS:*.example.com']);
  writeFileSync(path.join(folder, 'fullchain.pem'), chain);
  writeFileSync(path.join(folder, 'key.pem'), key);

  const added = run(folder, data.dataDir, 'add', '--chain', 'fullchain.pem', '--key', 'key.pem');
  const [line = '', id = ''] =
    /^Added (cert-\w+) {2}until [\d-]+ {2}shop.example.com, \*.example.com$/m.exec(added.said) ?? [];
  assert.equal(added.status, 0, added.said);
  const { unseal } = openSecretBox(data.dataDir);
  assert.equal(unseal(findCertificate(data.db, id)?.sealedKey ?? '', certificatePlace(id)), key);
  assert.deepEqual(run(folder, data.dataDir, 'list'), {
    status: 0,
    said: `${line.slice('Added '.length)}\n`,
  });
  assert.deepEqual(run(folder, data.dataDir, 'remove', id), { status: 0, said: `Removed ${id}.\n` });
  assert.equal(findCertificate(data.db, id), undefined);
});

test('what is wrong is said in words, without a stack', (t) => {
  using data = temporaryData();
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-pem-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'chain.pem'), 'nothing');
  const missing = path.join(folder, 'missing.pem');
  for (const [args, expected] of [
    [['add', '--chain', 'chain.pem', '--key', 'chain.pem'], /It has to be PEM.+\(certificate_malformed\)\n$/],
    [['add', '--chain', missing, '--key', 'chain.pem'], /missing\.pem cannot be read: ENOENT/],
    [['add', '--cert', 'chain.pem'], /Unknown option '--cert'.+usage:/s],
    [['remove', 'cert-none'], /^There is no certificate cert-none; list shows them all\.\n$/],
  ] as const) {
    const { status, said } = run(folder, data.dataDir, ...args);
    assert.equal(status, 1, said);
    assert.match(said, expected);
    assert.doesNotMatch(said, /\n {4}at /);
  }
  const { status, said } = run(folder, folder, 'list');
  assert.deepEqual([status, /start npm run up once, or set DATA_DIR/.test(said)], [1, true], said);
});
