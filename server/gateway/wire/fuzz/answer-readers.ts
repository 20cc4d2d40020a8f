// Two readers of the same answer: the gateway's own, and Node's HTTP client.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { AnswerReader, type AnswerSink } from '#server/gateway/answer-reader.ts';
import type { AnswerCase } from '#server/gateway/wire/fuzz/answers.ts';
import { passedTrailers } from '#server/gateway/wire/trailers.ts';

/** What a reader took the first answer for. `body` as Latin-1. */
export type Answered =
  | { end: 'whole'; status: number; body: string }
  /** Taken for broken, or over before its end. */
  | { end: 'broken'; reason: string };

/** Reads pieces of one connection, which then ends. */
export function readOursAnswer(method: AnswerCase['method'], pieces: readonly Buffer[]): Answered {
  const sink = new Sink();
  const reader = new AnswerReader(sink, method, false);
  for (const piece of pieces) reader.read(piece, piece.length);
  if (!reader.isOver) reader.end();
  return sink.answered();
}

class Sink implements AnswerSink {
  #status = 0;
  #body = '';
  #end: Answered['end'] = 'broken';
  #reason = 'cut off';

  onInformed(): void {
    // Tells nothing of the end.
  }

  onAnswered({ status }: { status: number }): void {
    this.#status = status;
  }

  onBody(bytes: Buffer, start: number, end: number): void {
    this.#body += bytes.toString('latin1', start, end);
  }

  onWhole(trailers: string): void {
    if (passedTrailers(trailers) === undefined) this.#reason = 'trailers';
    else this.#end = 'whole';
  }

  /** As an exchange takes it whose visitor did not ask for another protocol. */
  onSwitched(): void {
    this.#reason = 'switched';
  }

  onBroken({ reason }: { reason: string }): void {
    this.#reason = reason;
  }

  answered(): Answered {
    if (this.#end === 'whole') return { end: 'whole', status: this.#status, body: this.#body };
    return { end: 'broken', reason: this.#reason };
  }
}

/** Node's own client, before a server that writes what it is told. */
export class NodesClient implements AsyncDisposable {
  readonly #server: net.Server;
  #text = '';

  private constructor(server: net.Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      socket.on('error', () => {}); // The client leaves as soon as it has seen enough.
      socket.once('data', () => socket.end(Buffer.from(this.#text, 'latin1')));
    });
  }

  static async start(): Promise<NodesClient> {
    const server = net.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new NodesClient(server);
  }

  /** One at a time. */
  async read({ method, text }: AnswerCase): Promise<Answered> {
    this.#text = text;
    const { port } = this.#server.address() as net.AddressInfo;
    const request = http.request({ method, port, host: '127.0.0.1', agent: false });
    const answered = answerTo(request);
    request.end();
    return answered.finally(() => request.destroy());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function answerTo(request: http.ClientRequest): Promise<Answered> {
  return new Promise((resolve) => {
    const broken = (reason: string) => resolve({ end: 'broken', reason });
    request.on('error', (error: NodeJS.ErrnoException) => broken(error.code ?? error.message));
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      broken('switched');
    });
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', ({ message }) => broken(message));
      response.on('close', () => {
        const body = Buffer.concat(parts).toString('latin1');
        if (response.complete) resolve({ end: 'whole', status: response.statusCode ?? 0, body });
        else broken('cut off');
      });
    });
  });
}
