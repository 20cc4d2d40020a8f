// How an API token is written: `berth_`, 32 characters that nobody can guess, 7 that follow from them. Scanners of
// sources and logs know it by its form, and by its tail that it is no chance match.

const PREFIX = 'berth_';
const CHECK_LENGTH = 7;
/** Enough of it to tell one token from another, too little to guess the rest. */
const SHOWN_LENGTH = 12;
const FORM = /^berth_[a-z0-9]{39}$/;

/** Of [a-z0-9]: 165 bits. */
export const TOKEN_RANDOM_LENGTH = 32;

/** The whole token around `random`, which is {@link TOKEN_RANDOM_LENGTH} characters of [a-z0-9]. */
export function tokenText(random: string): string {
  return `${PREFIX}${random}${checkOf(random)}`;
}

/** Whether it is written as a token of ours, with the right tail. */
export function isTokenText(text: string): boolean {
  return FORM.test(text) && text.slice(-CHECK_LENGTH) === checkOf(text.slice(PREFIX.length, -CHECK_LENGTH));
}

/** Its first characters, to tell it by. */
export function tokenPrefix(token: string): string {
  return token.slice(0, SHOWN_LENGTH);
}

/** CRC-32 (ISO-HDLC) in base 36; 36 to the power of 7 is more than 2 to that of 32. */
function checkOf(random: string): string {
  return crc32(random).toString(36).padStart(CHECK_LENGTH, '0');
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
