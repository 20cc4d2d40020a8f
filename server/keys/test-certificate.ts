// For tests only: certificates as the program openssl makes them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** PEM of a chain, the leaf first, and of its key. */
export type TestCertificate = { chain: string; key: string };

export type TestCertificateOptions = {
  /** It is valid for, from now on. */
  days?: number;
  /** As `openssl req -newkey` has it. */
  key?: readonly string[];
  /** Signs it, and follows in the chain; its own key signs it where there is none. */
  issuer?: TestCertificate;
};

const EC_KEY = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** For names as `subjectAltName` has them: `DNS:shop.example.com`, `IP:127.0.0.1`. */
export function testCertificate(names: string[], options: TestCertificateOptions = {}): TestCertificate {
  const { days = 30, key = EC_KEY, issuer } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-certificate-'));
  const at = (name: string) => path.join(folder, name);
  try {
    const made = ['-newkey', ...key, '-nodes', '-days', String(days), '-subj', '/CN=cn.example.com'];
    const named = names.length > 0 ? ['-addext', `subjectAltName=${names.join(',')}`] : [];
    const signed = issuer ? ['-CA', at('issuer.pem'), '-CAkey', at('issuer-key.pem')] : [];
    writeFileSync(at('issuer.pem'), issuer?.chain ?? '');
    writeFileSync(at('issuer-key.pem'), issuer?.key ?? '');
    const into = ['-keyout', at('key.pem'), '-out', at('chain.pem')];
    execFileSync('openssl', ['req', '-x509', ...made, ...named, ...signed, ...into], { stdio: 'ignore' });
    const chain = readFileSync(at('chain.pem'), 'utf8') + (issuer?.chain ?? '');
    return { chain, key: readFileSync(at('key.pem'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
