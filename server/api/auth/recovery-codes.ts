// Codes that let in once each, for who has lost the device of the second factor.
import { randomInt } from 'node:crypto';

const COUNT = 10;
const LENGTH = 10;
/** Without those that are mistaken for one another; 30^10 possibilities. */
const LETTERS = 'abcdefghjkmnpqrstvwxyz23456789';

/** Ten of `xxxxx-xxxxx`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const text = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    return recoveryCodeOf(text);
  });
}

/** As it is kept, from what was typed: capitals, spaces and hyphens do not matter. */
export function recoveryCodeOf(typed: string): string {
  const text = typed.replace(/[\s-]/g, '').toLowerCase();
  return `${text.slice(0, LENGTH / 2)}-${text.slice(LENGTH / 2)}`;
}
