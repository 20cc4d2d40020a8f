import { createHash } from 'node:crypto';

/** SHA-256, hex: how a token is stored. It has enough chance in it that a fast hash gives nothing away. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
