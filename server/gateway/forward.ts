// The one file that knows how a request travels to an instance: undici clients, one connection each.
// A connection is reused newest first. The instance may close an idle one just as we send on it; then nothing says
// whether the request was seen. RFC 9110 §9.2.2 lets a proxy repeat only idempotent requests, so such a request
// without a body is sent once more on a fresh connection if no byte of an answer came. All others take a connection
// that was in use within the last second, or a fresh one: that is shorter than any server's idle limit.
import type { EventEmitter } from 'node:events';
import type { Duplex, Readable } from 'node:stream';
import { Client, type Dispatcher, errors } from 'undici';

const DIAL_TIMEOUT_MS = 3_000;
/** Until the head of the answer; its body may take as long as it likes. */
const HEAD_TIMEOUT_MS = 300_000;
/** Below the 5 s after which Node's own server and many others close; a server's own hint goes first. */
const IDLE_MS = 4_000;
const SURELY_OPEN_MS = 1_000;

export type Outgoing = {
  method: string;
  path: string;
  host: string;
  /** Name, value, name, value … without hop-by-hop fields and without Host. */
  headers: string[];
  body: Readable | null;
  /** The protocol to change to. */
  upgrade: string | null;
};

/** Stops the answer's bytes while the visitor cannot take more. */
export type Flow = { pause(): void; resume(): void };

/** `dial`: nothing was sent. `malformed`: cannot be sent. `broken`: sent, and the answer did not come whole. */
export type Failure = 'dial' | 'malformed' | 'broken';

/** What comes back, in this order; after `onEnd`, `onUpgraded` or `onFailed` nothing more. */
export interface Answer {
  /** 1xx may come several times before the real head. Headers as in {@link Outgoing}, as they were sent. */
  onHead(status: number, headers: string[], flow: Flow): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onUpgraded(headers: string[], socket: Duplex): void;
  onFailed(failure: Failure): void;
}

/** The connections to one instance. */
export class Connections {
  readonly #origin: string;
  readonly #idle: Connection[] = [];
  #isReusing = true;

  constructor(host: string, port: number) {
    this.#origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Sends one request. The function it gives cuts the request off; the answer then hears nothing more. */
  send(outgoing: Outgoing, answer: Answer): () => void {
    const sending = new Sending(this, outgoing, answer);
    sending.sendOn(this.#take(isRepeatable(outgoing)));
    return () => sending.cancel();
  }

  /** Whether connections are kept for the next request. Closes the idle ones where not. */
  setReuse(isReusing: boolean): void {
    this.#isReusing = isReusing;
    if (!isReusing) for (const connection of this.#idle.splice(0)) connection.end();
  }

  fresh(): Connection {
    return new Connection(this.#origin, (gone) => this.#forget(gone));
  }

  giveBack(connection: Connection): void {
    if (this.#isReusing) this.#idle.push(connection);
    else connection.end();
  }

  #take(isRepeatable: boolean): Connection {
    const newest = this.#idle.at(-1);
    if (!newest || !(isRepeatable || newest.isSurelyOpen())) return this.fresh();
    this.#idle.pop();
    return newest;
  }

  #forget(connection: Connection): void {
    const index = this.#idle.indexOf(connection);
    if (index === -1) return;
    this.#idle.splice(index, 1);
    connection.end();
  }
}

class Connection {
  readonly client: Client;
  /** It carried a request before, since it was last opened. */
  isUsed = false;
  #usedAt = 0;

  constructor(origin: string, onClosed: (connection: Connection) => void) {
    this.client = new Client(origin, {
      connectTimeout: DIAL_TIMEOUT_MS,
      headersTimeout: HEAD_TIMEOUT_MS,
      bodyTimeout: 0,
      keepAliveTimeout: IDLE_MS,
    });
    const emitter: EventEmitter = this.client; // undici's types leave this event out.
    // Thrown by what hears the answer: that request is lost, the others are not.
    emitter.on('error', (error) => console.error('An answer could not be taken.', error));
    this.client.on('disconnect', () => {
      this.isUsed = false;
      onClosed(this);
    });
  }

  markUsed(): void {
    this.isUsed = true;
    this.#usedAt = performance.now();
  }

  isSurelyOpen(): boolean {
    return performance.now() - this.#usedAt < SURELY_OPEN_MS;
  }

  /** Closes at once, whatever is under way on it. */
  end(): void {
    this.client.destroy(ignoreClosed);
  }
}

/** One request on its way. */
class Sending implements Dispatcher.DispatchHandler {
  readonly #connections: Connections;
  readonly #outgoing: Outgoing;
  readonly #answer: Answer;
  #connection: Connection | undefined;
  #isSent = false;
  #isAnswered = false;
  #isRepeated = false;
  #isCancelled = false;

  constructor(connections: Connections, outgoing: Outgoing, answer: Answer) {
    this.#connections = connections;
    this.#outgoing = outgoing;
    this.#answer = answer;
  }

  sendOn(connection: Connection): void {
    this.#connection = connection;
    const { method, path, host, headers, body, upgrade } = this.#outgoing;
    connection.client.dispatch({ method, path, headers: ['host', host, ...headers], body, upgrade }, this);
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#connection?.end();
  }

  onRequestStart(): void {
    this.#isSent = true;
  }

  onResponseStarted(): void {
    this.#isAnswered = true;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (!this.#isCancelled) this.#answer.onHead(status, rawHeadersOf(controller), controller);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#isCancelled) this.#answer.onData(chunk);
  }

  onResponseEnd(): void {
    if (this.#isCancelled) return;
    if (this.#connection) {
      this.#connection.markUsed();
      this.#connections.giveBack(this.#connection);
    }
    this.#answer.onEnd();
  }

  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    _status: number,
    _headers: unknown,
    socket: Duplex,
  ): void {
    this.#connection?.end(); // The socket is no longer its own.
    if (this.#isCancelled) socket.destroy();
    else this.#answer.onUpgraded(rawHeadersOf(controller), socket);
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#isCancelled) return;
    const mayRepeat = this.#mayRepeat(error);
    this.#connection?.end();
    if (mayRepeat) {
      this.#isRepeated = true;
      this.sendOn(this.#connections.fresh());
    } else this.#answer.onFailed(failureOf(error, this.#isSent));
  }

  #mayRepeat(error: Error): boolean {
    return (
      this.#connection?.isUsed === true &&
      this.#isSent &&
      !this.#isAnswered &&
      !this.#isRepeated &&
      isRepeatable(this.#outgoing) &&
      isClosedByPeer(error)
    );
  }
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

function isRepeatable({ method, body, upgrade }: Outgoing): boolean {
  return body === null && upgrade === null && IDEMPOTENT.has(method);
}

const CLOSED_CODES = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function isClosedByPeer(error: Error): boolean {
  return CLOSED_CODES.has((error as NodeJS.ErrnoException).code ?? '');
}

function failureOf(error: Error, isSent: boolean): Failure {
  if (isSent) return 'broken';
  const isRefused = error instanceof errors.InvalidArgumentError || error instanceof errors.NotSupportedError;
  return isRefused ? 'malformed' : 'dial';
}

/** undici gives HTTP/1 header fields as the bytes that came. */
function rawHeadersOf({ rawHeaders }: Dispatcher.DispatchController): string[] {
  if (!Array.isArray(rawHeaders)) return [];
  return rawHeaders.map((field) => (typeof field === 'string' ? field : field.toString('latin1')));
}

function ignoreClosed(): void {
  // Whoever had to know was told by the request's own answer.
}
