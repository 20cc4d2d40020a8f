// 单点登录 by OpenID Connect: what owners set, and what an identity provider has to say of itself.
import { z } from 'zod';
import type { SingleSignOn } from '#server/domain/access.ts';
import { grantSchema } from '#server/domain/membership.ts';
import { isPlainText } from '#server/domain/plain-text.ts';
import { newSecretSchema } from '#server/domain/secret.ts';

/** Under which name accounts of the identity provider are kept. */
export const SIGN_ON_PROVIDER = 'single-sign-on';

/** Rights of groups are read when somebody signs in, so that a session by them lasts a working day. */
export const SIGN_ON_SESSION_MS = 12 * 3600 * 1000;

/** What has to be entered with the provider; `consoleUrl` without a slash at the end. */
export function callbackUrl(consoleUrl: string): string {
  return `${consoleUrl}/api/auth/callback/${SIGN_ON_PROVIDER}`;
}

const SHORT = 80;
const LONG = 500;
const MANY = 500;

const line = (max: number, code: string) =>
  z
    .string()
    .trim()
    .min(1, code)
    .max(max, code)
    .refine((text) => isPlainText(text) && /^\P{C}*$/u.test(text), code);

export const issuerSchema = z.string().trim().max(LONG, 'sign_on_issuer').refine(isIssuer, 'sign_on_issuer');

export const singleSignOnSchema = z.object({
  isEnabled: z.boolean(),
  label: line(SHORT, 'sign_on_label'),
  issuer: issuerSchema,
  clientId: line(LONG, 'sign_on_client_id'),
  /** `keep`: the one that is there, for the same issuer only. `none`: a public client. */
  clientSecret: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('keep') }),
    z.object({ kind: z.literal('none') }),
    newSecretSchema,
  ]),
  groupsClaim: line(SHORT, 'sign_on_claim'),
  groupRoles: z.array(grantSchema.extend({ group: line(SHORT * 2, 'sign_on_group') })).max(MANY),
});

export type SingleSignOnInput = z.infer<typeof singleSignOnSchema>;

/** What owners see of it: whether there is a client secret, never which. */
export type SignOnSettings = Omit<SingleSignOn, 'sealedClientSecret'> & { hasClientSecret: boolean };

/** OpenID Connect Discovery 1.0 §2: https without query and fragment; plain http only on this machine. */
function isIssuer(text: string): boolean {
  return isProtected(text) && !/[?#]/.test(text);
}

function isProtected(address: string): boolean {
  const url = URL.parse(address);
  if (url?.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** What the console needs of a discovery document. */
export const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).min(1),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

export type Discovery = z.infer<typeof discoverySchema>;

/** What is wrong with a provider; `found` is what it said instead. */
export type DiscoveryFault = {
  code: 'unreachable' | 'no-document' | 'issuer-differs' | 'incomplete' | 'unprotected';
  found: string;
};

/** The document as the console uses it, or why it does not: another issuer's is none (Discovery 1.0 §4.3). */
export function readDiscovery(document: unknown, issuer: string): Discovery | DiscoveryFault {
  const parsed = discoverySchema.safeParse(document);
  if (!parsed.success) {
    return { code: 'incomplete', found: String(parsed.error.issues[0]?.path.join('.') ?? '') };
  }
  const found = parsed.data;
  if (found.issuer !== issuer) return { code: 'issuer-differs', found: found.issuer.slice(0, LONG) };
  const endpoints = [found.authorization_endpoint, found.token_endpoint, found.jwks_uri];
  const open = [...endpoints, found.userinfo_endpoint ?? issuer].find((address) => !isProtected(address));
  return open === undefined ? found : { code: 'unprotected', found: open.slice(0, LONG) };
}

/** Why somebody comes back from the provider without being signed in; each is a problem with its sentence. */
export const SIGN_ON_PROBLEMS = [
  'sign_on_denied',
  'sign_on_expired',
  'sign_on_account_exists',
  'sign_on_no_email',
  'sign_on_failed',
] as const;

export type SignOnProblem = (typeof SIGN_ON_PROBLEMS)[number];

/** The problem for an error code of the provider (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6) or of better-auth. */
export function signOnProblem(error: string): SignOnProblem {
  if (error === 'access_denied') return 'sign_on_denied';
  if (/^state_|^please_restart/.test(error)) return 'sign_on_expired';
  if (error === 'account_not_linked' || error === 'sign_on_account_exists') return 'sign_on_account_exists';
  return error === 'email_not_found' ? 'sign_on_no_email' : 'sign_on_failed';
}
