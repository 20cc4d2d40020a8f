// One webshell while it is open: what is typed goes to the shell, what it shows to the browser, each only as fast as the
// other side takes it. It ends once, for one reason, whichever comes first.
import type { RawData, WebSocket } from 'ws';
import type { BegunShell } from '#server/commands/begin-shell.ts';
import { type EndedShell, endShell } from '#server/commands/end-shell.ts';
import { IdleWatch } from '#server/deployer/shell/idle-watch.ts';
import { type ShellContext, shellCommands } from '#server/deployer/shell/shell-context.ts';
import { whyNotStill } from '#server/deployer/shell/still-allowed.ts';
import { tell } from '#server/deployer/shell/tell.ts';
import type { ShellEnd } from '#server/domain/shell.ts';
import { SHELL_WINDOW_BYTES, shellOrderSchema } from '#server/domain/shell-protocol.ts';
import type { Shell } from '#server/runner/port.ts';

/** So much typed may wait for a shell that does not read; beyond, the browser has to wait, and orders with it. */
const MAX_WAITING_BYTES = 1024 * 1024;
const PING_EVERY_MS = 15_000;

export class ShellSession {
  readonly begun: BegunShell;
  readonly #context: ShellContext;
  readonly #socket: WebSocket;
  readonly #shell: Shell;
  readonly #idle: IdleWatch;
  readonly #pinging: NodeJS.Timeout;
  #hasPonged = true;
  /** Sent, and not shown yet as far as the browser has told. */
  #unshownBytes = 0;
  readonly #carried = { bytesIn: 0, bytesOut: 0 };
  #ended: Promise<void> | undefined;
  readonly #over = Promise.withResolvers<void>();

  constructor(context: ShellContext, begun: BegunShell, socket: WebSocket, shell: Shell) {
    this.begun = begun;
    this.#context = context;
    this.#socket = socket;
    this.#shell = shell;
    this.#idle = new IdleWatch(context.idleMs, {
      onNotice: (endsInMs) => tell(socket, { kind: 'idle', endsInMs }),
      onEnd: () => void this.end('idle'),
    });
    this.#pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#follow();
    tell(socket, { kind: 'opened' });
  }

  /** Resolves when nothing of it is left. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Ends it where it may not go on. */
  look(): void {
    const { db } = this.#context;
    const reason = whyNotStill(db, this.begun, Date.now());
    if (reason) void this.end(reason);
  }

  /** As {@link over}. */
  end(reason: ShellEnd, exitCode: number | null = null): Promise<void> {
    this.#ended ??= this.#end({ reason, exitCode, ...this.#carried });
    return this.#ended;
  }

  async #end(end: EndedShell): Promise<void> {
    this.#idle.close();
    clearInterval(this.#pinging);
    tell(this.#socket, { kind: 'ended', reason: end.reason, exitCode: end.exitCode });
    this.#socket.resume();
    this.#socket.close(1000);
    const { actor, id } = this.begun;
    const ends = [() => endShell(shellCommands(this.#context), actor, id, end), () => this.#shell.end()];
    for (const work of ends) await this.#try(work);
    this.#over.resolve();
  }

  /** What fails of an end must not keep the rest of it from happening. */
  async #try(work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#context.onError(`end of the webshell ${this.begun.id}`, error);
    }
  }

  #follow(): void {
    const { stream } = this.#shell;
    this.#socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    this.#socket.on('pong', () => {
      this.#hasPonged = true;
    });
    this.#socket.once('close', () => void this.end('left'));
    stream.on('data', (chunk: Buffer) => this.#show(chunk));
    stream.once('end', () => void this.#onShellEnd());
    stream.once('close', () => void this.#onShellEnd());
  }

  #onMessage(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#type(data as Buffer);
      return;
    }
    const order = shellOrderSchema.safeParse(jsonOf(data));
    if (!order.success) this.#socket.close(1008, 'not understood');
    else if (order.data.kind === 'resize') void this.#resize(order.data);
    else this.#onShown(order.data.bytes);
  }

  #type(typed: Buffer): void {
    const { stream } = this.#shell;
    if (this.#ended || stream.destroyed) return;
    this.#idle.touch();
    this.#carried.bytesIn += typed.length;
    if (stream.write(typed) || stream.writableLength < MAX_WAITING_BYTES) return;
    this.#socket.pause();
    stream.once('drain', () => this.#socket.resume());
  }

  async #resize(size: { columns: number; rows: number }): Promise<void> {
    try {
      await this.#shell.resize(size);
    } catch (error) {
      this.#context.onError(`size of the webshell ${this.begun.id}`, error); // It goes on with the size it has.
    }
  }

  #show(chunk: Buffer): void {
    if (this.#ended) return;
    this.#carried.bytesOut += chunk.length;
    this.#unshownBytes += chunk.length;
    this.#socket.send(chunk, { binary: true });
    if (this.#unshownBytes > SHELL_WINDOW_BYTES) this.#shell.stream.pause();
  }

  #onShown(bytes: number): void {
    this.#unshownBytes = Math.max(0, this.#unshownBytes - bytes);
    if (this.#unshownBytes <= SHELL_WINDOW_BYTES / 2) this.#shell.stream.resume();
  }

  async #onShellEnd(): Promise<void> {
    if (this.#ended) return;
    const exitCode = await this.#shell.exitCode().catch(() => null); // The engine went away, and the instance's fate with it.
    void this.end(exitCode === null ? 'instance' : 'exit', exitCode);
  }

  /** A browser whose network is gone says nothing, and closes nothing. */
  #ping(): void {
    if (this.#socket.isPaused) return;
    if (!this.#hasPonged) this.#socket.terminate();
    this.#hasPonged = false;
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }
}

export function jsonOf(data: RawData): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined; // Which no schema takes.
  }
}
