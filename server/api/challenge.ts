import { bearerOf } from '#server/api/caller.ts';

/** `WWW-Authenticate` of an answer 401 (RFC 9110 §11.6.1): whether a token was missing, or one came that is no good (RFC 6750 §3). */
export function challengeTo(headers: Headers): string {
  const realm = 'Bearer realm="cloudberth"';
  return bearerOf(headers) === null ? realm : `${realm}, error="invalid_token"`;
}
