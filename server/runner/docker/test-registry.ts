// A registry for tests (OCI distribution-spec 1.1, the pulling half), on loopback, where engines do without TLS.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
const CONFIG = 'application/vnd.docker.container.image.v1+json';
const LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

export type TestRegistryOptions = {
  /** None: for everyone. */
  signIn?: { username: string; password: string };
  /** How it wants to hear them: with each request, or once for a token. */
  scheme?: 'basic' | 'token';
};

export class TestRegistry implements AsyncDisposable {
  readonly #options: TestRegistryOptions;
  readonly #server: Server;
  readonly #blobs = new Map<string, { type: string; bytes: Buffer }>();
  readonly #tags = new Map<string, string>();
  readonly #token = createHash('sha256').update(String(Math.random())).digest('hex');

  private constructor(options: TestRegistryOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async open(options: TestRegistryOptions = {}): Promise<TestRegistry> {
    const registry = new TestRegistry(options);
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Puts an image of one small file there; a tag that is there moves to it. Gives its digest. */
  async push(tag: string, text: string): Promise<string> {
    const tar = pack();
    tar.entry({ name: 'text' }, text);
    tar.finalize();
    const bytes = await buffer(tar);
    const layer = gzipSync(bytes);
    const config = Buffer.from(
      JSON.stringify({
        architecture: process.arch === 'x64' ? 'amd64' : process.arch,
        os: 'linux',
        config: { Cmd: ['/text'] },
        rootfs: { type: 'layers', diff_ids: [digestOf(bytes)] },
      }),
    );
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: { mediaType: CONFIG, size: config.length, digest: this.#put(CONFIG, config) },
        layers: [{ mediaType: LAYER, size: layer.length, digest: this.#put(LAYER, layer) }],
      }),
    );
    const digest = this.#put(MANIFEST, manifest);
    this.#tags.set(tag, digest);
    return digest;
  }

  #put(type: string, bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.#blobs.set(digest, { type, bytes });
    return digest;
  }

  #answer(request: IncomingMessage, response: ServerResponse): ServerResponse {
    const { pathname } = new URL(request.url ?? '/', `http://${this.host}`);
    if (pathname === '/token') return this.#giveToken(request, response);
    if (!this.#isSignedIn(request)) return this.#refuse(response);
    if (pathname === '/v2/') return response.writeHead(200).end('{}');
    const wanted = /^\/v2\/.+\/(?:manifests|blobs)\/([^/]+)$/.exec(pathname)?.[1] ?? '';
    const digest = this.#tags.get(wanted) ?? wanted;
    const blob = this.#blobs.get(digest);
    if (!blob) return refusal(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    response.writeHead(200, {
      'content-type': blob.type,
      'content-length': blob.bytes.length,
      'docker-content-digest': digest,
    });
    return response.end(request.method === 'HEAD' ? undefined : blob.bytes);
  }

  #isSignedIn({ headers: { authorization } }: IncomingMessage): boolean {
    if (!this.#options.signIn) return true;
    return authorization === (this.#options.scheme === 'token' ? `Bearer ${this.#token}` : this.#basic());
  }

  #basic(): string {
    const { username = '', password = '' } = this.#options.signIn ?? {};
    return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }

  #giveToken({ headers: { authorization } }: IncomingMessage, response: ServerResponse): ServerResponse {
    if (authorization !== this.#basic()) return this.#refuse(response);
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ token: this.#token, access_token: this.#token }));
  }

  #refuse(response: ServerResponse): ServerResponse {
    const basic = 'Basic realm="test"';
    const token = `Bearer realm="http://${this.host}/token",service="test"`;
    response.setHeader('www-authenticate', this.#options.scheme === 'token' ? token : basic);
    return refusal(response, 401, 'UNAUTHORIZED', 'authentication required');
  }

  /** From now on nobody answers; closed already is success. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function refusal(response: ServerResponse, status: number, code: string, message: string): ServerResponse {
  return response
    .setHeader('docker-distribution-api-version', 'registry/2.0')
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ errors: [{ code, message }] }));
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
