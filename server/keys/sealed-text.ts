// Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each, so that whoever reads the database
// without the key learns nothing, and nobody changes a secret unseen. `v2.<id of the key>.<nonce, tag, ciphertext>`;
// the place of the value is authenticated with it. `v1.` is from before keys had ids and values had places.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ID_LENGTH = 12;

/** Tells which key sealed a value; nothing can be learnt of the key from it. */
export function idOfKey(key: Buffer): string {
  return createHash('sha256')
    .update('cloudberth secrets key\0')
    .update(key)
    .digest('hex')
    .slice(0, ID_LENGTH);
}

/** `key` has 32 bytes; `place` says where the value is kept. */
export function seal(key: Buffer, text: string, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const bytes = Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  return `v2.${idOfKey(key)}.${bytes.toString('base64url')}`;
}

/** What {@link seal} was given. Throws where none of the keys sealed it, where it is kept elsewhere, or was changed. */
export function unseal(keys: readonly Buffer[], sealed: string, place: string): string {
  const [form, ...rest] = sealed.split('.');
  if (form === 'v1' && rest.length === 1) return unsealFirst(keys, rest[0] ?? '');
  const [id, text = ''] = rest;
  if (form !== 'v2' || rest.length !== 2) throw new Error('not a sealed secret');
  const key = keys.find((candidate) => idOfKey(candidate) === id);
  if (!key) throw new Error(`no key ${id} for a sealed secret`);
  return open(key, text, Buffer.from(place));
}

/** True for what {@link seal} makes of it now: by this key, in the newest form. */
export function isSealedBy(key: Buffer, sealed: string): boolean {
  return sealed.startsWith(`v2.${idOfKey(key)}.`);
}

/** The first form does not say which key it was. */
function unsealFirst(keys: readonly Buffer[], text: string): string {
  let refusal = new Error('no key for a sealed secret');
  for (const key of keys) {
    try {
      return open(key, text, null);
    } catch (error) {
      refusal = error as Error;
    }
  }
  throw refusal;
}

function open(key: Buffer, text: string, place: Buffer | null): string {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('not a sealed secret');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  if (place) decipher.setAAD(place);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
}
