import type { Socket } from 'node:net';
import { type RawMessage, type Reading, takeMessage } from '#server/gateway/protocol/raw-message.ts';

/** Nothing in these tests takes this long unless it hangs. */
const DEADLINE_MS = 5_000;

/** One end of a connection whose bytes a test writes and reads by hand. */
export class RawPeer {
  readonly socket: Socket;
  /** All that ever came, one character a byte. */
  heard = '';
  /** The other side has closed, or at least its half of the connection. */
  isEnded = false;
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#heard(chunk));
    for (const event of ['end', 'close']) socket.on(event, () => this.#ended());
    socket.on('error', () => {}); // 'close' follows, which is what a test waits for.
  }

  /** What came and was not taken as a message yet. */
  get rest(): string {
    return this.heard.slice(this.#taken);
  }

  /** Sends text as Latin-1. */
  send(bytes: string | Buffer): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Waits for a condition that bytes or the end bring about. Throws after the deadline, with what came. */
  async until(condition: () => boolean, deadlineMs = DEADLINE_MS): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    while (!condition()) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) throw new Error(`not in ${deadlineMs} ms: ${condition}; came: ${shown(this.rest)}`);
      await this.#something(leftMs);
    }
  }

  /** Waits for the other side's end and gives what came since the last message. */
  async ended(deadlineMs = DEADLINE_MS): Promise<string> {
    await this.until(() => this.isEnded, deadlineMs);
    return this.rest;
  }

  /** Takes the next message. Throws where the connection ends before it does. */
  protected async take(kind: Reading['kind']): Promise<RawMessage> {
    let taken: ReturnType<typeof takeMessage>;
    await this.until(() => {
      taken = takeMessage(this.rest, { kind, isEnded: this.isEnded });
      if (!taken && this.isEnded) throw new Error(`ended before its message did: ${shown(this.rest)}`);
      return taken !== undefined;
    });
    if (!taken) throw new Error('unreachable');
    this.#taken = this.heard.length - taken.rest.length;
    return taken.message;
  }

  #heard(chunk: Buffer): void {
    this.heard += chunk.toString('latin1');
    this.#wake();
  }

  #ended(): void {
    this.isEnded = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #something(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 400 ? `${text.slice(0, 400)}…` : text);
}
