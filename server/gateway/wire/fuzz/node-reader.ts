import http from 'node:http';
import { Duplex } from 'node:stream';
import type { Outcome, Seen } from '#server/gateway/wire/fuzz/outcome.ts';

/** Node's own HTTP server, fed with streams by hand. */
export class NodeReader {
  readonly #server = http.createServer();
  readonly #running = new WeakMap<Duplex, Run>();

  constructor() {
    for (const event of ['request', 'checkContinue', 'checkExpectation']) {
      this.#server.on(event, (request: http.IncomingMessage, response: http.ServerResponse) => {
        this.#running.get(request.socket)?.take(request, response);
      });
    }
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      this.#running.get(socket)?.refuse(error.code ?? error.message);
    });
    this.#server.on('connect', (_request, socket) => this.#running.get(socket)?.refuse('CONNECT'));
  }

  async read(stream: Buffer): Promise<Outcome> {
    const socket = new FedSocket((text) => run.answered(text));
    const run = new Run();
    this.#running.set(socket, run);
    this.#server.emit('connection', socket);
    socket.push(stream);
    await new Promise((resolve) => setImmediate(resolve)); // All of it is parsed in the ticks before.
    const outcome = run.outcome();
    socket.destroy();
    return outcome;
  }
}

class FedSocket extends Duplex {
  readonly #onAnswer: (text: string) => void;

  constructor(onAnswer: (text: string) => void) {
    super();
    this.#onAnswer = onAnswer;
  }

  override _read(): void {
    // Pushed by hand.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#onAnswer(String(chunk));
    done();
  }

  setTimeout(): this {
    return this; // The server sets the limits of a socket; a fed one ends before any.
  }
}

class Run {
  readonly #taken: { request: http.IncomingMessage; closes: boolean }[] = [];
  #refusedAt = Number.POSITIVE_INFINITY;
  #reason = '';

  take(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.#taken.push({ request, closes: !response.shouldKeepAlive || asksToLeave(request) });
  }

  /** Answers of the server's own are refusals; nothing else answers here. */
  answered(text: string): void {
    if (/^HTTP\/1\.1 [45]/.test(text)) this.refuse(text.slice(9, 12));
  }

  refuse(reason: string): void {
    if (this.#refusedAt !== Number.POSITIVE_INFINITY) return;
    this.#refusedAt = this.#taken.length;
    this.#reason = reason;
  }

  outcome(): Outcome {
    const requests: Seen[] = [];
    const taken = this.#taken.slice(0, this.#refusedAt);
    const isRefused = this.#refusedAt !== Number.POSITIVE_INFINITY;
    for (const { request, closes } of taken) {
      // It loses some chunked bodies of requests that ask to leave HTTP; the gateway sends it no such request.
      if (!request.complete && asksToLeave(request)) return { requests, end: 'refused', reason: 'upgrade' };
      if (!request.complete) return { requests, end: isRefused ? 'refused' : 'body', reason: this.#reason };
      requests.push({ line: lineOf(request), body: bodyOf(request), closes });
      if (closes) return { requests, end: 'closed' };
    }
    return { requests, end: isRefused ? 'refused' : 'all', reason: this.#reason };
  }
}

/** Node reads nothing as HTTP that stands behind such a request, whether or not somebody takes it up. */
function asksToLeave({ headers }: http.IncomingMessage): boolean {
  return headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? '');
}

function lineOf({ method, url, httpVersion }: http.IncomingMessage): string {
  return `${method} ${url} HTTP/${httpVersion}`;
}

function bodyOf(request: http.IncomingMessage): string {
  return String((request.read() as Buffer | null)?.toString('latin1') ?? '');
}
