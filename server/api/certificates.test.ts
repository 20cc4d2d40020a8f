import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TRPCError } from '@trpc/server';
import { findCertificate } from '#db/stores/certificates.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { Problem } from '#server/domain/problem.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller['api']['certificates'];

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = (await signedIn(data.db, 'owner')).api.certificates;
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

test('a key goes in and never comes out, and only for the owner', async () => {
  const made = testCertificate(['DNS:shop.example.com']);
  const { certificateId, ...told } = await owner.add(made);
  assert.deepEqual(Object.keys(told).sort(), ['names', 'notAfter']);
  const [listed, ...more] = await owner.list();
  assert.deepEqual(more, []);
  assert.deepEqual(Object.keys(listed ?? {}).sort(), ['createdAt', 'id', 'names', 'notAfter', 'notBefore']);
  assert.deepEqual([listed?.id, listed?.names], [certificateId, ['shop.example.com']]);
  const stored = findCertificate(data.db, certificateId);
  assert.doesNotMatch(JSON.stringify(stored), /PRIVATE/);
  const { unseal } = openSecretBox(data.dataDir);
  assert.equal(unseal(stored?.sealedKey ?? '', certificatePlace(certificateId)), made.key);

  const hidden = (error: unknown) => error instanceof TRPCError && error.code === 'NOT_FOUND';
  for (const role of ['ops', 'product', 'tester'] as const) {
    const other = (await signedIn(data.db, role)).api.certificates;
    await assert.rejects(other.list(), hidden, role);
    await assert.rejects(other.add(made), hidden, role);
    await assert.rejects(other.remove({ certificateId }), hidden, role);
  }
  await owner.remove({ certificateId });
  assert.deepEqual(await owner.list(), []);
});

test('a certificate that is refused comes back with what to do', async () => {
  const code = (wanted: string) => (error: unknown) =>
    error instanceof TRPCError &&
    error.code === 'BAD_REQUEST' &&
    error.cause instanceof Problem &&
    error.cause.code === wanted;
  const { chain, key } = testCertificate(['DNS:shop.example.com']);
  await assert.rejects(owner.add({ chain: key, key }), code('certificate_malformed'));
  await assert.rejects(owner.add({ chain, key: chain }), code('certificate_key_malformed'));
});
