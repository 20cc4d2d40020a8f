import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProgram, installPackages } from '#scripts/debian-packages.ts';
import type { Outcome, Seen } from '#server/gateway/wire/fuzz/outcome.ts';

const START_MS = 10_000;

/** An nginx that answers every request it sees with 204 and the request line in a field. */
export class NginxReader implements AsyncDisposable {
  readonly #address: string;
  readonly #stop: () => Promise<void>;

  private constructor(address: string, stop: () => Promise<void>) {
    this.#address = address;
    this.#stop = stop;
  }

  /** Installs nginx where it is missing. Throws, saying why, where it cannot be had. */
  static async start(log: (line: string) => void): Promise<NginxReader> {
    if (!findProgram('nginx')) await installPackages(['nginx-light'], log);
    const program = findProgram('nginx');
    if (!program) throw new Error('nginx was installed but cannot be found.');
    const folder = mkdtempSync(path.join(tmpdir(), 'berth-fuzz-'));
    const address = path.join(folder, 'socket');
    const file = path.join(folder, 'nginx.conf');
    writeFileSync(file, configurationOf(folder, address));
    const child = spawn(program, ['-c', file, '-e', path.join(folder, 'error.log')], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const stop = async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    };
    await listens(address);
    return new NginxReader(address, stop);
  }

  /** Sends the whole stream and its end, and reads the answers. */
  async read(stream: Buffer): Promise<Outcome> {
    const socket = net.connect(this.#address);
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', ignoreReset);
    socket.end(stream);
    await once(socket, 'close');
    return outcomeOf(text);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stop();
  }
}

/** Buffers are large enough that a whole stream is read at once: then nginx answers a request after its body. */
function configurationOf(folder: string, address: string): string {
  return `
daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log /dev/null crit;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/bodies;
  proxy_temp_path ${folder}/proxied;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_header_buffer_size 64k;
  client_max_body_size 0;
  keepalive_requests 1000000;
  server_tokens off;
  server {
    listen unix:${address} backlog=1024;
    add_header x-seen "$request" always;
    location / { return 204; }
  }
}
`;
}

async function listens(address: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  for (;;) {
    const socket = net.connect(address);
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(10);
    } finally {
      socket.destroy();
    }
  }
}

/** Every answer but 204 is a refusal. */
function outcomeOf(text: string): Outcome {
  const requests: Seen[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    const head = rest.slice(0, end + 2);
    const status = head.slice(9, 12);
    if (status === '100') rest = rest.slice(end + 4);
    else if (status !== '204') return { requests, end: 'refused', reason: status };
    else {
      const closes = /\r\nConnection: close\r\n/i.test(head);
      requests.push({ line: /\r\nx-seen: (.*?)\r\n/s.exec(head)?.[1] ?? '', body: undefined, closes });
      if (closes) return { requests, end: 'closed' };
      rest = rest.slice(end + 4);
    }
  }
  return { requests, end: 'all' };
}

function ignoreReset(): void {
  // nginx resets where it closes with bytes unread; 'close' follows.
}
