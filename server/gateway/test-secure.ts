// For tests only: visitors by TLS and HTTP/2, and the certificate that a gateway shows them.
import assert from 'node:assert/strict';
import { randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import http2 from 'node:http2';
import type { TestContext } from 'node:test';
import tls from 'node:tls';
import { insertCertificate } from '#db/stores/certificates.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import { type TestGateway, WEB_HOST } from '#server/gateway/test-gateway.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import type { TestCertificate } from '#server/keys/test-certificate.ts';

/** Puts a certificate into the database, and waits until it is shown. */
export async function show(gateway: TestGateway, { chain, key }: TestCertificate): Promise<void> {
  const id = `cert-${randomUUID()}`;
  const sealedKey = openSecretBox(gateway.dataDir).seal(key, certificatePlace(id));
  const { fingerprint256, subjectAltName = '', validTo } = new X509Certificate(chain);
  const names = subjectAltName.split(', ').map((name) => name.replace('DNS:', ''));
  const row = {
    names,
    chain,
    sealedKey,
    notBefore: 0,
    notAfter: Date.parse(validTo),
    createdAt: 0,
    createdBy: 'test',
  };
  insertCertificate(gateway.db, { id, ...row });
  const deadline = performance.now() + 5_000;
  while ((await shownBy(gateway, WEB_HOST)) !== fingerprint256) {
    assert.ok(performance.now() < deadline, 'the certificate is not shown');
  }
}

/** Fingerprint of what a visitor is shown; undefined where the handshake fails. */
export async function shownBy({ tlsPort }: TestGateway, servername: string): Promise<string | undefined> {
  const socket = tls.connect({ port: tlsPort, host: '127.0.0.1', servername, rejectUnauthorized: false });
  socket.on('error', () => {});
  const shown = once(socket, 'secureConnect').then(() => socket.getPeerCertificate().fingerprint256);
  const fingerprint = await shown.catch(() => undefined);
  socket.destroy();
  return fingerprint;
}

/** One request by HTTP/2 to the service `web`. */
export async function askByStream(
  session: http2.ClientHttp2Session,
  fields: http2.OutgoingHttpHeaders = {},
  body?: string,
) {
  const stream = session.request(
    { ':authority': WEB_HOST, ':path': '/', ...fields },
    { endStream: body === undefined },
  );
  if (body !== undefined) stream.end(body);
  const [headers] = (await once(stream, 'response')) as [
    http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader,
  ];
  const text = Buffer.concat(await stream.toArray()).toString();
  return { status: headers[':status'], headers, text };
}

export function sessionTo(t: TestContext, { tlsPort }: TestGateway): http2.ClientHttp2Session {
  const session = http2.connect(`https://127.0.0.1:${tlsPort}`, {
    servername: WEB_HOST,
    rejectUnauthorized: false,
  });
  session.on('error', () => {});
  t.after(() => session.destroy());
  return session;
}
