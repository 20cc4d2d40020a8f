import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { connect, createServer, type SecureContext, type TLSSocket } from 'node:tls';
import type { Db } from '#db/open.ts';
import { deleteCertificate, insertCertificate } from '#db/stores/certificates.ts';
import { temporaryData } from '#db/temporary.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import { openCertificates } from '#server/gateway/certificates.ts';
import { listening } from '#server/gateway/test-gateway.ts';
import { openSecretBox, type SecretBox } from '#server/keys/secret-box.ts';
import { type TestCertificate, testCertificate } from '#server/keys/test-certificate.ts';

const DAY = 86_400_000;
/** Which names a row is for is the commands' to find: here the rows say it. */
const pem = testCertificate(['DNS:shop.example.com']);

type Row = { notAfter?: number; createdAt?: number; sealedWith?: SecretBox; pem?: TestCertificate };

class World implements Disposable {
  readonly data = temporaryData();
  readonly secrets = openSecretBox(this.data.dataDir);
  readonly db: Db = this.data.db;

  add(id: string, names: string[], row: Row = {}): void {
    const { notAfter = Date.now() + DAY, createdAt = 1, sealedWith = this.secrets, pem: own = pem } = row;
    const sealedKey = sealedWith.seal(own.key, certificatePlace(id));
    const rest = { notBefore: 1, notAfter, createdAt, createdBy: 'system' };
    insertCertificate(this.db, { id, names, chain: own.chain, sealedKey, ...rest });
  }

  open() {
    return openCertificates(this.db, this.data.dataDir);
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

/** What was printed as an error until the test is over. */
function complaints(t: TestContext): string[] {
  const lines: string[] = [];
  t.mock.method(console, 'error', (...parts: unknown[]) => lines.push(parts.join(' ')));
  return lines;
}

test('who asks for a name is shown its own certificate, else the wildcard of one label, else none', () => {
  using world = new World();
  world.add('wild', ['*.example.com']);
  world.add('exact', ['shop.example.com']);
  const certificates = world.open();
  const exact = certificates.contextFor('shop.example.com');
  const wild = certificates.contextFor('other.example.com');
  assert.ok(exact && wild && exact !== wild);
  assert.equal(certificates.contextFor('SHOP.Example.COM'), exact);
  for (const name of [
    'example.com',
    'a.b.example.com',
    'shop.example.com.evil.org',
    'localhost',
    '',
    undefined,
  ]) {
    assert.equal(certificates.contextFor(name), undefined, name);
  }
});

test('of several for one name the one that ends last is shown, and of equal ones the newest', () => {
  using world = new World();
  const end = Date.now() + 10 * DAY;
  world.add('a', ['a.com', 'b.com'], { notAfter: end + 1 });
  world.add('b', ['b.com', 'only-b.com'], { notAfter: end });
  world.add('c', ['c.com', 'only-c.com'], { notAfter: end, createdAt: 7 });
  world.add('d', ['c.com'], { notAfter: end, createdAt: 6 });
  const certificates = world.open();
  assert.equal(certificates.contextFor('b.com'), certificates.contextFor('a.com'));
  assert.notEqual(certificates.contextFor('b.com'), certificates.contextFor('only-b.com'));
  assert.equal(certificates.contextFor('c.com'), certificates.contextFor('only-c.com'));
});

test('a certificate that has ended is shown where there is nothing better', () => {
  using world = new World();
  world.add('ended', ['a.com'], { notAfter: Date.now() - DAY });
  const certificates = world.open();
  const ended = certificates.contextFor('a.com');
  assert.ok(ended);
  world.add('good', ['a.com']);
  certificates.reload();
  assert.notEqual(certificates.contextFor('a.com'), ended);
});

test('what is added and removed is followed, and what stays keeps its context', () => {
  using world = new World();
  const certificates = world.open();
  assert.equal(certificates.contextFor('a.com'), undefined);
  world.add('a', ['a.com']);
  certificates.reload();
  const context = certificates.contextFor('a.com');
  assert.ok(context);
  world.add('b', ['b.com']);
  certificates.reload();
  assert.ok(certificates.contextFor('b.com'));
  assert.equal(certificates.contextFor('a.com'), context);
  deleteCertificate(world.db, 'b');
  certificates.reload();
  assert.equal(certificates.contextFor('b.com'), undefined);
  assert.equal(certificates.contextFor('a.com'), context);
  deleteCertificate(world.db, 'a');
  certificates.reload();
  assert.equal(certificates.contextFor('a.com'), undefined);
});

test('a certificate that cannot be used is told once and left out for the next best', (t) => {
  using world = new World();
  using elsewhere = temporaryData();
  const told = complaints(t);
  const end = Date.now() + 10 * DAY;
  world.add('good', ['a.com']);
  world.add('other-key', ['a.com'], { notAfter: end, sealedWith: openSecretBox(elsewhere.dataDir) });
  world.add('no-chain', ['a.com', 'b.com'], { notAfter: end, pem: { chain: 'none', key: pem.key } });
  world.add('mismatch', ['a.com'], {
    notAfter: end,
    pem: { chain: pem.chain, key: testCertificate(['DNS:a.com']).key },
  });
  const certificates = world.open();
  assert.ok(certificates.contextFor('a.com'));
  assert.equal(certificates.contextFor('b.com'), undefined);
  world.add('one-more', ['c.com']);
  certificates.reload();
  assert.equal(told.length, 3, told.join('\n'));
  for (const id of ['other-key', 'no-chain', 'mismatch']) {
    assert.equal(told.filter((line) => line.includes(id)).length, 1, id);
  }
  assert.doesNotMatch(told.join('\n'), /PRIVATE/);
});

test('while the database cannot be read the last certificates are shown, and then the present ones', (t) => {
  using world = new World();
  const told = complaints(t);
  world.add('a', ['a.com']);
  const certificates = world.open();
  world.db.$client.exec('ALTER TABLE certificates RENAME TO away');
  certificates.reload();
  assert.equal(told.length, 1);
  assert.ok(certificates.contextFor('a.com'));
  world.db.$client.exec('ALTER TABLE away RENAME TO certificates');
  world.add('b', ['b.com']);
  certificates.reload();
  assert.ok(certificates.contextFor('b.com'));
});

test('a visitor is shown the whole chain of the name that was asked for', async (t) => {
  using world = new World();
  const issuer = testCertificate([]);
  world.add('shop', ['shop.example.com'], { pem: testCertificate(['DNS:shop.example.com'], { issuer }) });
  world.add('wild', ['*.example.com'], { pem: testCertificate(['DNS:*.example.com'], { issuer }) });
  const certificates = world.open();
  type Told = (error: Error | null, context?: SecureContext) => void;
  const SNICallback = (name: string, told: Told) => told(null, certificates.contextFor(name));
  const port = await listening(
    t,
    createServer({ SNICallback }, (socket) => socket.end()),
  );
  for (const [servername, shown] of [
    ['shop.example.com', 'DNS:shop.example.com'],
    ['other.example.com', 'DNS:*.example.com'],
  ] as const) {
    // Trusts the issuer alone: without the whole chain, or for another name, it would refuse.
    const visitor: TLSSocket = connect({ port, servername, ca: issuer.chain });
    await once(visitor, 'secureConnect');
    assert.equal(visitor.getPeerCertificate().subjectaltname, shown);
    visitor.destroy();
  }
});
