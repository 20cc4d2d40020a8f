import { bearerOf } from '#server/api/caller.ts';

const CHALLENGE = 'Bearer realm="cloudberth"';

/** To who brought a token that is no good (RFC 6750 §3.1). */
export const TOKEN_CHALLENGE = `${CHALLENGE}, error="invalid_token"`;

/** `WWW-Authenticate` of an answer 401 (RFC 9110 §11.6.1). */
export function challengeTo(headers: Headers): string {
  return bearerOf(headers) === null ? CHALLENGE : TOKEN_CHALLENGE;
}
