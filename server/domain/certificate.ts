// Certificates: what the gateway shows visitors that come by TLS, chosen by the name they ask for (SNI).
import { Problem } from '#server/domain/problem.ts';

/** PEM of the chain, the leaf first, and of its private key. The key goes in and never comes out. */
export type CertificateInput = { chain: string; key: string };

export const CERTIFICATE_LIMITS = { chainBytes: 65_536, keyBytes: 16_384, chainLength: 10 } as const;

/** What was read of a chain and a key. Times in epoch ms. */
export type CertificateFacts = {
  /** Lower case; DNS names, which may begin with `*.`, and addresses. */
  names: string[];
  /** Of the leaf. */
  notBefore: number;
  notAfter: number;
  /** The end of whichever certificate of the chain ends first. */
  chainEndsAt: number;
  key: { kind: string; bits?: number; curve?: string };
  /** Which certificate of the chain the key belongs to; -1 for none. */
  keyIndex: number;
  /** Every certificate is signed by the one after it. */
  isInOrder: boolean;
};

const RSA_BITS = { min: 2048, max: 8192 };
/** What browsers take (CA/Browser Forum, Baseline Requirements §6.1.5), by OpenSSL's names. */
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * Throws where a certificate could not be shown to visitors: certificate_key_unsupported, certificate_key_mismatch,
 * certificate_chain_order, certificate_expired, certificate_not_yet_valid, certificate_no_names.
 */
export function checkCertificate(facts: CertificateFacts, now: number): void {
  if (facts.keyIndex < 0) throw new Problem('certificate_key_mismatch');
  if (facts.keyIndex > 0 || !facts.isInOrder) throw new Problem('certificate_chain_order');
  if (!isSupported(facts.key)) throw new Problem('certificate_key_unsupported', { params: { ...RSA_BITS } });
  if (facts.chainEndsAt <= now) {
    throw new Problem('certificate_expired', { params: { day: dayOf(facts.chainEndsAt) } });
  }
  if (facts.notBefore > now) {
    throw new Problem('certificate_not_yet_valid', { params: { day: dayOf(facts.notBefore) } });
  }
  if (facts.names.length === 0) throw new Problem('certificate_no_names');
}

/** Where a certificate for a name that is asked for may be found, best first: the name, then one label as a wildcard. */
export function namesToTry(serverName: string): [string, string] {
  const name = serverName.toLowerCase();
  return [name, `*.${name.slice(name.indexOf('.') + 1)}`];
}

/**
 * The names of a subjectAltName as Node writes it, such as `DNS:a.example.com, IP Address:127.0.0.1`. What a browser
 * would not match is left out: the common name is not looked at either (RFC 9525 §2).
 */
export function certificateNames(subjectAltName: string): string[] {
  // What could be mistaken for two entries is in quotes.
  const entries = subjectAltName.match(/(?:"(?:\\.|[^"\\])*"|[^,"])+/g) ?? [];
  const names = entries.map((entry) => nameOf(entry.trim())).filter((name) => name !== undefined);
  return [...new Set(names)];
}

function nameOf(entry: string): string | undefined {
  const [, kind, value = ''] = /^(DNS|IP Address):(.*)$/s.exec(entry) ?? [];
  if (kind === 'DNS') return dnsName(value.toLowerCase());
  return kind === 'IP Address' ? address(value) : undefined;
}

function dnsName(name: string): string | undefined {
  const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
  const isName = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`).test(name);
  return isName && name.length <= 253 ? name : undefined;
}

/** As sockets write it: `2001:db8::1`, not `2001:DB8:0:0:0:0:0:1`. */
function address(text: string): string | undefined {
  if (!text.includes(':')) return text;
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
}

function isSupported({ kind, bits = 0, curve = '' }: CertificateFacts['key']): boolean {
  if (kind === 'ec') return CURVES.includes(curve);
  return kind === 'rsa' && bits >= RSA_BITS.min && bits <= RSA_BITS.max;
}

function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
