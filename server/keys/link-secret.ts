import { randomBytes } from 'node:crypto';

/** 256 bits of chance, in characters that an address takes as they are. */
export function newLinkSecret(): string {
  return randomBytes(32).toString('base64url');
}
