// For tests: repositories of their own, on the disk and behind https.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A repository with one commit on `main`, in a folder that is gone with it. */
export class TestRepository implements Disposable {
  readonly home = mkdtempSync(path.join(tmpdir(), 'berth-repository-'));
  readonly folder = path.join(this.home, 'shop.git');

  constructor(files: Record<string, string | { link: string }> = { 'package.json': '{}' }) {
    mkdirSync(this.folder);
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit(files);
  }

  git(...args: string[]): string {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    return execFileSync('git', ['-C', this.folder, ...args], { env, encoding: 'utf8' }).trim();
  }

  /** The hash. */
  commit(files: Record<string, string | { link: string }>): string {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(this.folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      if (typeof content === 'string') writeFileSync(file, content);
      else symlinkSync(content.link, file);
    }
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message=one');
    return this.git('rev-parse', 'HEAD');
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** Serves a repository as a host does: to those who have the token. */
export class TestGitHost implements AsyncDisposable {
  readonly #repository: TestRepository;
  readonly #server: Server;
  readonly certificate: string;
  /** What was sent to sign in, one a request. */
  readonly authorizations: (string | undefined)[] = [];

  private constructor(repository: TestRepository, token: string) {
    this.#repository = repository;
    this.certificate = path.join(repository.home, 'certificate.pem');
    const key = path.join(repository.home, 'key.pem');
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', this.certificate, '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...made, ...subject], { stdio: 'ignore' });
    const tls = { key: readFileSync(key), cert: readFileSync(this.certificate) };
    const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    this.#server = createServer(tls, (request, response) => {
      this.authorizations.push(request.headers.authorization);
      const { url = '' } = request;
      if (url.startsWith('/moved.git')) {
        return response.writeHead(302, { location: url.replace('moved', 'shop') }).end();
      }
      if (request.headers.authorization === expected) return this.#answer(request, response);
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    });
  }

  static async open(repository: TestRepository, token: string): Promise<TestGitHost> {
    const host = new TestGitHost(repository, token);
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  url(name = 'shop.git'): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  /** By git's own program for it (git-http-backend, RFC 3875). */
  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? '/', 'https://localhost');
    const env = {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: this.#repository.home,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      HTTP_GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'x-access-token',
    };
    const program = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    request.pipe(program.stdin);
    let head = '';
    program.stdout.setEncoding('latin1').on('data', (text: string) => {
      if (response.headersSent) return response.write(text, 'latin1');
      head += text;
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const headers = head
        .slice(0, end)
        .split('\r\n')
        .map((line) => line.split(': ', 2) as [string, string]);
      const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
      response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers));
      response.write(head.slice(end + 4), 'latin1');
    });
    program.once('close', () => response.end());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
