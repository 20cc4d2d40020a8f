import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  CERTIFICATE_LIMITS,
  type CertificateFacts,
  type CertificateInput,
  certificateNames,
} from '#server/domain/certificate.ts';
import { Problem } from '#server/domain/problem.ts';

export type ReadCertificate = { facts: CertificateFacts } & CertificateInput;

/**
 * Reads PEM, and gives it back with nothing but the certificates and the key in it: a file with both in it must not
 * put the key where it is not sealed. Throws certificate_too_large, certificate_malformed, certificate_key_malformed,
 * certificate_key_encrypted.
 */
export function readCertificate(input: CertificateInput): ReadCertificate {
  const { chainBytes, keyBytes } = CERTIFICATE_LIMITS;
  if (Buffer.byteLength(input.chain) > chainBytes || Buffer.byteLength(input.key) > keyBytes) {
    throw tooLarge();
  }
  const chain = readChain(input.chain);
  const key = readKey(input.key);
  return {
    facts: factsOf(chain, key),
    chain: chain.map(String).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

type Chain = [X509Certificate, ...X509Certificate[]];

function readChain(text: string): Chain {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length > CERTIFICATE_LIMITS.chainLength) throw tooLarge();
  const [leaf, ...others] = blocks.map(readOne);
  if (!leaf) throw new Problem('certificate_malformed');
  return [leaf, ...others];
}

function readOne(block: string): X509Certificate {
  try {
    const certificate = new X509Certificate(block);
    certificate.publicKey; // Read here, where one of an unknown kind is told from a fault of ours.
    return certificate;
  } catch (cause) {
    throw new Problem('certificate_malformed', { cause });
  }
}

/** The first private key of a text, which may begin with parameters and other things that tools write. */
function readKey(text: string): KeyObject {
  const [block, kind = ''] = /-----BEGIN ((?:[A-Z]+ )?PRIVATE KEY)-----.+?-----END \1-----/s.exec(text) ?? [];
  if (!block) throw new Problem('certificate_key_malformed');
  if (kind.startsWith('ENCRYPTED') || block.includes('Proc-Type: 4,ENCRYPTED')) {
    throw new Problem('certificate_key_encrypted');
  }
  try {
    return createPrivateKey(block);
  } catch (cause) {
    throw new Problem('certificate_key_malformed', { cause });
  }
}

function factsOf(chain: Chain, key: KeyObject): CertificateFacts {
  const [leaf] = chain;
  const { asymmetricKeyType: kind = '', asymmetricKeyDetails: details } = leaf.publicKey;
  return {
    names: certificateNames(leaf.subjectAltName ?? ''),
    notBefore: leaf.validFromDate.getTime(),
    notAfter: leaf.validToDate.getTime(),
    chainEndsAt: Math.min(...chain.map((certificate) => certificate.validToDate.getTime())),
    key: { kind, bits: details?.modulusLength, curve: details?.namedCurve },
    keyIndex: chain.findIndex((certificate) => certificate.checkPrivateKey(key)),
    isInOrder: chain.slice(1).every((issuer, index) => isIssuedBy(chain[index] ?? leaf, issuer)),
  };
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function tooLarge(): Problem {
  const { chainBytes, keyBytes, chainLength } = CERTIFICATE_LIMITS;
  const params = { chainKb: chainBytes / 1024, keyKb: keyBytes / 1024, chainLength };
  return new Problem('certificate_too_large', { params });
}
