import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CertificateFacts,
  certificateNames,
  checkCertificate,
  namesToTry,
} from '#server/domain/certificate.ts';

const DAY = 86_400_000;
const GOOD: CertificateFacts = {
  names: ['shop.example.com'],
  notBefore: DAY,
  notAfter: 10 * DAY,
  chainEndsAt: 10 * DAY,
  key: { kind: 'ec', curve: 'prime256v1' },
  keyIndex: 0,
  isInOrder: true,
};

for (const [what, changes, code] of [
  ['a key of another certificate', { keyIndex: -1 }, 'certificate_key_mismatch'],
  ['a chain that begins with its issuer', { keyIndex: 1 }, 'certificate_chain_order'],
  ['a chain with a gap', { isInOrder: false }, 'certificate_chain_order'],
  ['an RSA key of 1024 bits', { key: { kind: 'rsa', bits: 1024 } }, 'certificate_key_unsupported'],
  ['an RSA key that costs too much', { key: { kind: 'rsa', bits: 16_384 } }, 'certificate_key_unsupported'],
  ['a curve that browsers lack', { key: { kind: 'ec', curve: 'secp256k1' } }, 'certificate_key_unsupported'],
  ['a kind of key that browsers lack', { key: { kind: 'ed25519' } }, 'certificate_key_unsupported'],
  ['one that has ended', { chainEndsAt: 5 * DAY }, 'certificate_expired'],
  ['one that has not begun', { notBefore: 6 * DAY }, 'certificate_not_yet_valid'],
  ['one for no name', { names: [] }, 'certificate_no_names'],
] as const) {
  test(`refused: ${what}`, () => {
    const facts = {
      ...GOOD,
      ...changes,
      names: [...((changes as Partial<CertificateFacts>).names ?? GOOD.names)],
    };
    assert.throws(() => checkCertificate(facts, 5 * DAY), { code });
  });
}

test('a certificate of a usual key is good from its first moment to the one before its end', () => {
  const keys = [GOOD.key, { kind: 'rsa', bits: 2048 }, { kind: 'ec', curve: 'secp384r1' }];
  for (const key of keys) {
    for (const now of [GOOD.notBefore, GOOD.chainEndsAt - 1]) checkCertificate({ ...GOOD, key }, now);
  }
  assert.throws(() => checkCertificate(GOOD, GOOD.chainEndsAt), { params: { day: '1970-01-11' } });
});

test('a name is looked for by itself, then with a star for its first label and no other', () => {
  assert.deepEqual(namesToTry('Shop.Example.com'), ['shop.example.com', '*.example.com']);
  assert.deepEqual(namesToTry('a.b.example.com'), ['a.b.example.com', '*.b.example.com']);
});

test('names are read in lower case, addresses as sockets write them, each once', () => {
  const text = 'DNS:Shop.Example.com, DNS:*.example.com, DNS:shop.example.com, IP Address:127.0.0.1';
  assert.deepEqual(certificateNames(text), ['shop.example.com', '*.example.com', '127.0.0.1']);
  assert.deepEqual(certificateNames('IP Address:2001:DB8:0:0:0:0:0:1'), ['2001:db8::1']);
});

test('what no browser would match is no name, and no text makes one appear', () => {
  for (const text of [
    '',
    'email:a@example.com, URI:https://example.com/',
    'DNS:shop*.example.com, DNS:a.*.com, DNS:*, DNS:-a.com, DNS:a..com, DNS:a b.com',
    'DNS:"evil.example.com, DNS:shop.example.com"', // One entry with a comma in it (CVE-2021-44532).
    `DNS:${'a'.repeat(64)}.example.com`,
  ]) {
    assert.deepEqual(certificateNames(text), [], text);
  }
});
