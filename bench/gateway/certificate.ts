import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { programOf } from '#bench/gateway/programs.ts';
import { ECHO_HOST, SPLIT_HOST } from '#bench/gateway/proxy.ts';

export type Certificate = {
  certificateFile: string;
  keyFile: string;
  /** Both in one file, as HAProxy reads them. */
  bothFile: string;
};

/** A certificate for the bench's hosts that nobody trusts, P-256, for a day. */
export function makeCertificate(folder: string): Certificate {
  const [certificateFile, keyFile, bothFile] = ['tls.crt', 'tls.key', 'tls.pem'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  // wrk names its server by the address.
  const hosts = `subjectAltName=DNS:${SPLIT_HOST},DNS:${ECHO_HOST},IP:127.0.0.1`;
  const names = ['-subj', `/CN=${SPLIT_HOST}`, '-addext', hosts];
  const args = ['req', ...kind, ...names, '-keyout', keyFile, '-out', certificateFile];
  const { status, stderr } = spawnSync(programOf('openssl'), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl made no certificate:\n${stderr}`);
  writeFileSync(bothFile, readFileSync(certificateFile, 'utf8') + readFileSync(keyFile, 'utf8'));
  return { certificateFile, keyFile, bothFile };
}
