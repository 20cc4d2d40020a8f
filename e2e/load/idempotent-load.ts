// Visitors that ask idempotently and never twice: what fails is told with where the gateway says that it went.
import { KeepAliveConnection } from '#e2e/load/keep-alive-connection.ts';

const VISITORS = 10;
/** Requests of a connection: the first visitor makes a new one each time. */
const LONGEST = 50;
const METHODS = ['GET', 'GET', 'OPTIONS', 'DELETE'];
/** Some take their time, so that there is always something in flight. */
const PATHS = ['/', '/slow?ms=15', '/', '/download?bytes=60000'];
const TOLD = 10;

export class IdempotentLoad {
  requests = 0;
  failed = 0;
  readonly failures: string[] = [];
  readonly #target: { port: number; host: string };
  #isStopped = false;
  readonly #visitors: Promise<void>[];

  /** Begins at once. */
  constructor(target: { port: number; host: string }) {
    this.#target = target;
    this.#visitors = Array.from({ length: VISITORS }, (_, index) => this.#visit(index));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#visitors);
  }

  async #visit(index: number): Promise<void> {
    const most = 1 + Math.round((index * (LONGEST - 1)) / (VISITORS - 1));
    while (!this.#isStopped) {
      const connection = new KeepAliveConnection(this.#target.port);
      let left = most;
      while (left-- > 0 && !this.#isStopped && (await this.#ask(connection)));
      connection.close();
    }
  }

  /** True where the connection is good for another request. */
  async #ask(connection: KeepAliveConnection): Promise<boolean> {
    const number = this.requests++;
    const line = `${METHODS[number % METHODS.length]} ${PATHS[(number >> 2) % PATHS.length]} HTTP/1.1`;
    try {
      const answer = await connection.ask(
        `${line}\r\nhost: ${this.#target.host}\r\naccept: text/plain\r\n\r\n`,
      );
      if (answer.status !== 200) this.#note(`${line}: ${answer.status} ${answer.body.slice(0, 200)}`);
      return answer.keepsOpen;
    } catch (error) {
      this.#note(`${line}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  #note(failure: string): void {
    this.failed += 1;
    if (this.failures.length < TOLD) this.failures.push(failure);
  }
}
