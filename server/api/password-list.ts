// The passwords that are guessed first, and the check of a new one. The list is for the server only and takes a
// megabyte, so that it is read when the first password is chosen.
import { type PasswordOwner, passwordIssue } from '#server/domain/password.ts';
import { Problem } from '#server/domain/problem.ts';

let list: Promise<ReadonlySet<string>> | undefined;

/** Throws input_invalid with the issue at `path`: {@link passwordIssue} against the list. */
export async function requireGoodPassword(
  password: string,
  owner: PasswordOwner,
  path: string[] = ['password'],
): Promise<void> {
  const known = await knownPasswords();
  const code = passwordIssue(password, owner, (text) => known.has(text));
  if (code) throw new Problem('input_invalid', { issues: [{ path, code }] });
}

/** In lower case. */
export function knownPasswords(): Promise<ReadonlySet<string>> {
  list ??= readList();
  return list;
}

async function readList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map((password) => password.toLowerCase()));
}
