// Who it is that the provider lets in: by its ID token, which better-auth has checked (signature, audience, times and
// nonce), and by its userinfo endpoint for what the token does not say.
import { z } from 'zod';
import { PROVIDER_TIMEOUT_MS } from '#server/api/single-sign-on/fetch-discovery.ts';
import { groupsOf } from '#server/domain/groups.ts';
import { emailSchema, personNameSchema } from '#server/domain/person.ts';

type Tokens = { idToken?: string | undefined; accessToken?: string | undefined };

export type ProviderPerson = {
  iss: string;
  sub: string;
  /** Undefined where the provider gives none that the console could take. */
  email: string | undefined;
  emailVerified: boolean;
  name: string;
  groups: string[];
};

const claimsSchema = z.looseObject({ iss: z.string(), sub: z.string().min(1) });

type Source = { issuer: string; userInfoUrl: string | undefined; groupsClaim: string };

/** Null where there is no ID token, it is another issuer's, or userinfo tells of somebody else. */
export async function readProviderPerson(tokens: Tokens, source: Source): Promise<ProviderPerson | null> {
  const claims = claimsSchema.safeParse(payloadOf(tokens.idToken ?? '')).data;
  if (!claims || claims.iss !== source.issuer) return null;
  const told = await fetchUserInfo(source.userInfoUrl, tokens.accessToken);
  if (told === null || (told.sub !== undefined && told.sub !== claims.sub)) return null; // OpenID Connect Core §5.3.2.
  const all: Record<string, unknown> = { ...told, ...claims };
  const email = emailSchema.safeParse(all.email).data;
  return {
    iss: claims.iss,
    sub: claims.sub,
    email,
    emailVerified: all.email_verified === true || all.email_verified === 'true',
    name: nameOf([all.name, all.preferred_username, email?.split('@')[0], claims.sub]),
    groups: groupsOf(all, source.groupsClaim),
  };
}

/** The first that can be a person's name here. */
function nameOf(candidates: readonly unknown[]): string {
  const names = candidates.map((candidate) => personNameSchema.safeParse(candidate).data);
  return names.find((name) => name !== undefined) ?? '?';
}

/** Of a JWS in compact form (RFC 7515 §7.1). */
function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return null; // No such token: the same as none.
  }
}

/** Nothing where the provider has no such endpoint; null where it has one and does not answer. */
async function fetchUserInfo(
  url: string | undefined,
  accessToken: string | undefined,
): Promise<Record<string, unknown> | null> {
  if (url === undefined || accessToken === undefined) return {};
  const headers = { authorization: `Bearer ${accessToken}` };
  const signal = AbortSignal.timeout(PROVIDER_TIMEOUT_MS);
  try {
    const response = await fetch(url, { headers, signal, redirect: 'error' });
    return response.ok ? z.record(z.string(), z.unknown()).parse(await response.json()) : null;
  } catch (error) {
    console.error('single sign-on: userinfo:', error);
    return null;
  }
}
