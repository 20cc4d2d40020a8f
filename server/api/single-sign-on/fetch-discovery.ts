import { type Discovery, type DiscoveryFault, readDiscovery } from '#server/domain/single-sign-on.ts';

/** For each question to the provider: whoever signs in waits for the answer. */
export const PROVIDER_TIMEOUT_MS = 10_000;

/** Where `issuer` describes itself: OpenID Connect Discovery 1.0 §4.1. */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** What the provider says of itself, or what is wrong with that. */
export async function fetchDiscovery(issuer: string): Promise<Discovery | DiscoveryFault> {
  const signal = AbortSignal.timeout(PROVIDER_TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(discoveryUrl(issuer), { signal, redirect: 'error' });
  } catch (error) {
    return { code: 'unreachable', found: reasonOf(error) };
  }
  if (!response.ok) return { code: 'no-document', found: `HTTP ${response.status}` };
  try {
    return readDiscovery(await response.json(), issuer);
  } catch {
    return { code: 'no-document', found: response.headers.get('content-type') ?? '' };
  }
}

/** As the system calls it: `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
