// What a password has to be (NIST SP 800-63B §3.1.1.2): long enough, and none that is guessed first. No rules on
// kinds of characters: they make passwords that people write down, not ones that are harder to guess.

export const MIN_PASSWORD_LENGTH = 10;
/** Hashing takes longer the longer it is; nobody types more. */
export const MAX_PASSWORD_LENGTH = 256;

/** What a password must add to the person's own name or address. */
const OWN_CHARACTERS = 6;
/** Shorter names occur in anything. */
const TELLING_LENGTH = 4;
/** Fewer different characters are a pattern on the keyboard. */
const DIFFERENT_CHARACTERS = 5;

export type PasswordIssue =
  | 'password_too_short'
  | 'password_too_long'
  | 'password_too_common'
  | 'password_personal';

/** Who will use it: what is known of somebody is tried first. */
export type PasswordOwner = { email: string; name: string };

/** What is wrong with a new password; null where nothing is. `isListed` tells of a text in lower case whether it is
 * among the passwords that are tried first. */
export function passwordIssue(
  password: string,
  owner: PasswordOwner,
  isListed: (text: string) => boolean,
): PasswordIssue | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) return 'password_too_short';
  if (length > MAX_PASSWORD_LENGTH) return 'password_too_long';
  const text = password.toLowerCase();
  if (isCommon(text, isListed)) return 'password_too_common';
  return isPersonal(text, owner) ? 'password_personal' : null;
}

/** Listed as it is, or with digits and signs around it, as `sunshine2026!`, or one short text again and again. */
function isCommon(text: string, isListed: (text: string) => boolean): boolean {
  if (new Set(text).size < DIFFERENT_CHARACTERS || isListed(text)) return true;
  const unit = /^(.+?)\1+$/su.exec(text)?.[1];
  if (unit !== undefined && unit.length < MIN_PASSWORD_LENGTH) return true;
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return core.length * 2 > text.length && isListed(core);
}

function isPersonal(text: string, { email, name }: PasswordOwner): boolean {
  const address = email.toLowerCase();
  const known = [address, address.split('@')[0] ?? '', name.trim().toLowerCase()];
  return known.some(
    (part) =>
      part.length >= TELLING_LENGTH &&
      text.includes(part) &&
      text.replaceAll(part, '').length < OWN_CHARACTERS,
  );
}
