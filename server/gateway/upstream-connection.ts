import { createConnection, type Socket } from 'node:net';
import type { Deadlines, Due } from '#server/gateway/deadlines.ts';
import type { Limits } from '#server/gateway/limits.ts';
import { giveBuffer, SHARED_BUFFER, takeBuffer } from '#server/gateway/read-buffers.ts';

/** What an exchange hears of the connection that carries it. */
export interface Carried {
  onDialled(): void;
  /** Bytes from 0 to `to`; good only until it returns, unless the connection reads to a buffer of its own. */
  onBytes(bytes: Buffer, to: number): void;
  /** The instance sends no more. */
  onEnded(): void;
  /** It is gone, and nothing more will be heard. */
  onLost(): void;
  /** It did not get on in time and is gone. */
  onOverdue(): void;
  /** What was written is on its way: more may come. */
  onDrained(): void;
}

/** One connection to an instance; carries one exchange at a time. */
export class UpstreamConnection implements Due {
  readonly #socket: Socket;
  readonly #deadlines: Deadlines;
  readonly #onGone: (connection: UpstreamConnection) => void;
  #carried: Carried | undefined;
  #ownBuffer: Buffer | undefined;
  #idleSince = 0;
  #isStalled = false;
  readonly #onWritten = () => this.#recover();
  dueAt: number;
  isOpen = false;
  /** It carried an exchange before. */
  isUsed = false;

  constructor(
    to: { host: string; port: number },
    { dialMs }: Pick<Limits, 'dialMs'>,
    deadlines: Deadlines,
    onGone: (connection: UpstreamConnection) => void,
  ) {
    this.#deadlines = deadlines;
    this.#onGone = onGone;
    this.dueAt = deadlines.now + dialMs;
    deadlines.add(this);
    this.#socket = createConnection({
      ...to,
      noDelay: true,
      allowHalfOpen: true,
      onread: {
        buffer: () => this.#ownBuffer ?? SHARED_BUFFER,
        callback: (size, buffer) => this.#onRead(size, buffer as Buffer),
      },
    });
    this.#socket.on('connect', () => this.#onConnect());
    this.#socket.on('end', () => this.#onEnd());
    this.#socket.on('error', ignoreError);
    this.#socket.on('close', () => this.#onClose());
    this.#socket.on('drain', () => this.#carried?.onDrained());
  }

  /** From now on the exchange hears of what happens here. */
  carry(carried: Carried): void {
    this.#carried = carried;
    this.dueAt = this.isOpen ? Number.POSITIVE_INFINITY : this.dueAt;
  }

  /** The exchange is over. Only a connection on which nothing is left to come may carry another one. */
  release(): void {
    this.#carried = undefined;
    this.isUsed = true;
    this.#idleSince = this.#deadlines.now;
  }

  /** How long it has been without an exchange; rather too long than too short. */
  idleMs(): number {
    return performance.now() - this.#idleSince;
  }

  /** Closes it unless it carries something by then. */
  expectIn(ms: number): void {
    this.dueAt = this.#deadlines.now + ms;
  }

  expectNothing(): void {
    this.dueAt = Number.POSITIVE_INFINITY;
  }

  /** False while more waits here than is on its way. Text as Latin-1. */
  write(bytes: Buffer | string): boolean {
    // A large piece counts as too much even if the kernel took it at once.
    return this.#socket.write(bytes, 'latin1') || this.#socket.writableLength === 0;
  }

  /** Bytes that stay as they are until all of them are on their way. False where some are not: see `onDrained`. */
  writeKept(bytes: Buffer | string): boolean {
    this.#socket.write(bytes, 'latin1', this.#onWritten);
    this.#isStalled = this.#socket.writableLength > 0;
    return !this.#isStalled;
  }

  /** Says that nothing more comes from us; for connections that have left HTTP. */
  end(): void {
    this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Whether `bytes` of this connection stay as they are until it reads on. */
  owns(bytes: Buffer): boolean {
    return bytes === this.#ownBuffer;
  }

  /** Nothing waits to be sent to the instance, and no visitor still has to take bytes that lie in its buffer. */
  get isFree(): boolean {
    return this.#socket.writableLength === 0 && !this.#socket.isPaused();
  }

  /** From the next read on. It stays until the connection closes: the socket may read to it at any time. */
  takeOwnBuffer(): void {
    this.#ownBuffer ??= takeBuffer();
  }

  /** Closes at once, whatever is under way. */
  destroy(): void {
    this.#carried = undefined;
    this.#socket.destroy();
  }

  onOverdue(): void {
    const carried = this.#carried;
    this.destroy();
    carried?.onOverdue();
  }

  #onConnect(): void {
    this.isOpen = true;
    this.dueAt = Number.POSITIVE_INFINITY;
    this.#carried?.onDialled();
  }

  /** Bytes that nobody asked for belong to no answer: what came after them could not be trusted. */
  #onRead(size: number, buffer: Buffer): boolean {
    if (this.#carried) this.#carried.onBytes(buffer, size);
    else this.#socket.destroy();
    return true;
  }

  #recover(): void {
    if (!this.#isStalled || this.#socket.writableLength > 0) return;
    this.#isStalled = false;
    this.#carried?.onDrained();
  }

  #onEnd(): void {
    if (this.#carried) this.#carried.onEnded();
    else this.#socket.destroy();
  }

  #onClose(): void {
    this.#deadlines.remove(this);
    // While it is paused, bytes of the buffer still wait for a slow visitor: another connection must not write there.
    if (this.#ownBuffer && !this.#socket.isPaused()) giveBuffer(this.#ownBuffer);
    const carried = this.#carried;
    this.#carried = undefined;
    this.#onGone(this);
    carried?.onLost();
  }
}

function ignoreError(): void {
  // 'close' follows and tells the exchange.
}
