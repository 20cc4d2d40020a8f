import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { findCertificate, listCertificates } from '#db/stores/certificates.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { addCertificate } from '#server/commands/add-certificate.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import { readCertificate } from '#server/commands/read-certificate.ts';
import { removeCertificate } from '#server/commands/remove-certificate.ts';
import { Problem } from '#server/domain/problem.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';

const DAY = 86_400_000;
const NAMES = ['DNS:Shop.Example.com', 'DNS:*.shop.example.com', 'IP:127.0.0.1', 'IP:2001:db8::1'];

const authority = testCertificate([]);
const issued = testCertificate(NAMES, { issuer: authority });
const leaf = issued.chain.slice(0, issued.chain.indexOf(authority.chain));

class World implements Disposable {
  readonly data: TemporaryData = temporaryData();
  /** Ahead of the clock that the certificates are made by. */
  aheadMs = 0;
  readonly ctx: CommandContext = {
    db: this.data.db,
    actor: SYSTEM,
    now: () => Date.now() + this.aheadMs,
    randomText,
    seal: (text) => `sealed ${text.length}`,
  };

  /** Why it is refused; nothing may have been stored then. */
  refusal(chain: string, key: string): string {
    try {
      addCertificate(this.ctx, { chain, key });
    } catch (error) {
      assert.ok(error instanceof Problem, String(error));
      assert.deepEqual(listCertificates(this.data.db), []);
      return error.code;
    }
    return 'it was added';
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

test('a certificate is kept with its names, its time and its whole chain, and its key sealed', () => {
  using world = new World();
  const { certificateId, names } = addCertificate(world.ctx, issued);
  assert.deepEqual(names, ['shop.example.com', '*.shop.example.com', '127.0.0.1', '2001:db8::1']);
  const row = findCertificate(world.data.db, certificateId);
  assert.ok(row);
  assert.deepEqual(row.names, names);
  assert.ok(Math.abs(row.notAfter - row.notBefore - 30 * DAY) < 2_000);
  assert.equal(row.chain.match(/BEGIN CERTIFICATE/g)?.length, 2);
  assert.ok(new X509Certificate(row.chain).subjectAltName?.includes('Shop.Example.com'));
  assert.match(row.sealedKey, /^sealed \d+$/);
});

test('a private key in the file of the chain is not stored with it, and what tools write around is left out', () => {
  const mixed = `subject=CN = shop\n${leaf}${issued.key}\nissuer:\n${authority.chain}`;
  const read = readCertificate({ chain: mixed, key: `${leaf}-----BEGIN EC PARAMETERS-----\n${issued.key}` });
  assert.doesNotMatch(read.chain, /PRIVATE|subject|issuer/);
  assert.equal(read.chain, readCertificate(issued).chain);
  assert.match(read.key, /^-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n$/);
});

test('a key that is not of the certificate is refused, of the same kind or another', () => {
  using world = new World();
  const rsa = testCertificate(NAMES, { key: ['rsa:2048'] });
  assert.equal(world.refusal(issued.chain, authority.key), 'certificate_chain_order');
  assert.equal(world.refusal(leaf, authority.key), 'certificate_key_mismatch');
  assert.equal(world.refusal(issued.chain, rsa.key), 'certificate_key_mismatch');
  assert.equal(world.refusal(rsa.chain, issued.key), 'certificate_key_mismatch');
  assert.equal(world.refusal(rsa.chain, rsa.key), 'it was added');
});

test('a chain has to lead from the leaf to its issuer, and may end before the root', () => {
  using world = new World();
  const stranger = testCertificate([]);
  assert.equal(world.refusal(authority.chain + leaf, issued.key), 'certificate_chain_order');
  // The stranger has the name of the issuer, and has signed nothing.
  assert.equal(world.refusal(leaf + stranger.chain, issued.key), 'certificate_chain_order');
  assert.equal(world.refusal(leaf, issued.key), 'it was added');
});

test('what has ended is refused, and so is what is issued by something that has', () => {
  using world = new World();
  const shortAuthority = testCertificate([], { days: 1 });
  const longer = testCertificate(NAMES, { days: 9, issuer: shortAuthority });
  world.aheadMs += 2 * DAY;
  assert.equal(world.refusal(longer.chain, longer.key), 'certificate_expired');
  world.aheadMs += 40 * DAY;
  assert.equal(world.refusal(issued.chain, issued.key), 'certificate_expired');
  world.aheadMs -= 50 * DAY;
  assert.equal(world.refusal(issued.chain, issued.key), 'certificate_not_yet_valid');
});

test('keys that browsers do not take, and certificates for no name, are refused', () => {
  using world = new World();
  const nameless = testCertificate([]);
  assert.equal(world.refusal(nameless.chain, nameless.key), 'certificate_no_names');
  for (const key of [['rsa:1024'], ['ed25519']]) {
    const made = testCertificate(NAMES, { key });
    assert.equal(world.refusal(made.chain, made.key), 'certificate_key_unsupported', key[0]);
  }
});

test('what cannot be read is refused with what is wrong, however large it is', () => {
  using world = new World();
  const damaged = issued.chain.replace(/\n[A-Za-z0-9+/]{8}/, '\nAAAAAAAA');
  const shut = issued.key.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY');
  for (const [chain, key, code] of [
    ['', issued.key, 'certificate_malformed'],
    [issued.key, issued.key, 'certificate_malformed'],
    [damaged, issued.key, 'certificate_malformed'],
    ['-----BEGIN CERTIFICATE-----\n'.repeat(2_000), issued.key, 'certificate_malformed'],
    [issued.chain, '', 'certificate_key_malformed'],
    [issued.chain, issued.chain, 'certificate_key_malformed'],
    [issued.chain, '-----BEGIN PRIVATE KEY-----\n'.repeat(500), 'certificate_key_malformed'],
    [
      issued.chain,
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      'certificate_key_malformed',
    ],
    [issued.chain, shut, 'certificate_key_encrypted'],
    [leaf.repeat(11), issued.key, 'certificate_too_large'],
    [`${issued.chain}${' '.repeat(65_536)}`, issued.key, 'certificate_too_large'],
    [issued.chain, `${issued.key}${' '.repeat(16_384)}`, 'certificate_too_large'],
  ] as const) {
    assert.equal(world.refusal(chain, key), code, `${chain.slice(0, 40)} ${key.slice(0, 40)}`);
  }
});

test('a second certificate for the same names stands beside the first, what ends last at the end', () => {
  using world = new World();
  const later = testCertificate(NAMES, { days: 60 });
  const second = addCertificate(world.ctx, later).certificateId;
  const first = addCertificate(world.ctx, issued).certificateId;
  world.aheadMs += 1;
  const again = addCertificate(world.ctx, issued).certificateId;
  const ids = listCertificates(world.data.db).map(({ id }) => id);
  assert.deepEqual(ids, [first, again, second]);
});

test('a removed certificate leaves nothing of its key, and who added and removed it is on record', () => {
  using world = new World();
  const { certificateId } = addCertificate(world.ctx, issued);
  removeCertificate(world.ctx, certificateId);
  assert.equal(findCertificate(world.data.db, certificateId), undefined);
  assert.throws(() => removeCertificate(world.ctx, certificateId), { code: 'not_found' });
  const told = world.data.db.$client.prepare('SELECT kind, before, after FROM events ORDER BY id').all();
  assert.deepEqual(
    told.map((event) => (event as { kind: string }).kind),
    ['certificate.added', 'certificate.removed'],
  );
  assert.ok(JSON.stringify(told).includes('*.shop.example.com'));
  assert.doesNotMatch(JSON.stringify(told), /sealed|BEGIN/);
});
