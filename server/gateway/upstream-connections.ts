import type { Deadlines } from '#server/gateway/deadlines.ts';
import type { Limits } from '#server/gateway/limits.ts';
import { UpstreamConnection } from '#server/gateway/upstream-connection.ts';

/** Below the 5 s after which Node's own server and many others close an idle connection. */
const IDLE_MS = 4_000;
/** Shorter than any server's idle limit. */
const SURELY_OPEN_MS = 1_000;
const MAX_IDLE = 256;

/** Where an instance is, and what holds for connections to it. */
export type Dialling = {
  host: string;
  port: number;
  limits: Pick<Limits, 'dialMs'>;
  deadlines: Deadlines;
};

/**
 * The connections to one instance, reused newest first. The instance may close an idle one just as we send on it;
 * then nothing says whether the request was seen. RFC 9110 §9.2.2 lets a proxy repeat only idempotent requests; all
 * others take a connection that was in use within the last second, or a fresh one.
 */
export class UpstreamConnections {
  readonly #dialling: Dialling;
  readonly #idle: UpstreamConnection[] = [];
  #isReusing = true;

  constructor(dialling: Dialling) {
    this.#dialling = dialling;
  }

  take(isRepeatable: boolean): UpstreamConnection {
    const newest = this.#idle.at(-1);
    if (!newest || !(isRepeatable || newest.idleMs() < SURELY_OPEN_MS)) return this.fresh();
    this.#idle.pop();
    newest.expectNothing();
    return newest;
  }

  fresh(): UpstreamConnection {
    const { limits, deadlines, ...to } = this.#dialling;
    return new UpstreamConnection(to, limits, deadlines, (gone) => this.#forget(gone));
  }

  giveBack(connection: UpstreamConnection): void {
    connection.release();
    if (!this.#isReusing || this.#idle.length >= MAX_IDLE) connection.destroy();
    else {
      connection.expectIn(IDLE_MS);
      this.#idle.push(connection);
    }
  }

  /** Whether connections are kept for the next request. Closes the idle ones where not. */
  setReuse(isReusing: boolean): void {
    this.#isReusing = isReusing;
    if (!isReusing) for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  #forget(connection: UpstreamConnection): void {
    const index = this.#idle.lastIndexOf(connection);
    if (index !== -1) this.#idle.splice(index, 1);
  }
}
