// For tests only: the app on somebody's phone.
import { totpCode } from '#server/keys/totp.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code for a secret as it is shown to be typed (base32, RFC 4648 §6), `shiftMs` from now. */
export function authenticatorCode(secret: string, shiftMs = 0): string {
  return totpCode(fromBase32(secret), Date.now() + shiftMs);
}

/** The bytes of such a secret, as the server holds them. */
export function fromBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
