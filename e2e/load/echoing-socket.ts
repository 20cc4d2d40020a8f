import { once } from 'node:events';
import { WebSocket } from 'ws';

const BETWEEN_MS = 50;

/** A WebSocket to a sample that is spoken to, and echoed by, all the time until it is closed. */
export class EchoingSocket {
  /** By the clock of performance.now(). */
  lastEchoAt = 0;
  readonly #socket: WebSocket;

  private constructor(url: URL) {
    const { port, host } = url;
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { host } });
    this.#socket.on('message', () => {
      this.lastEchoAt = performance.now();
      setTimeout(() => this.#speak(), BETWEEN_MS);
    });
  }

  /** Resolves once the first echo came. */
  static async open(url: string): Promise<EchoingSocket> {
    const echoing = new EchoingSocket(new URL(url));
    await once(echoing.#socket, 'open');
    echoing.#socket.send('hello');
    await once(echoing.#socket, 'message');
    return echoing;
  }

  close(): void {
    this.#socket.close();
  }

  async closed(deadlineMs: number): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    await once(this.#socket, 'close', { signal: AbortSignal.timeout(deadlineMs) });
  }

  #speak(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('still there');
  }
}
