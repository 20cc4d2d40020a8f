import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { House, OpenConnection, Peer } from '#server/gateway/house.ts';
import { StreamVisitor } from '#server/gateway/stream-visitor.ts';

/** A visitor's connection that speaks HTTP/2: many requests at a time. */
export class VisitorSession implements OpenConnection {
  readonly #session: ServerHttp2Session;
  #streams = 0;
  #isClosing = false;

  constructor(session: ServerHttp2Session, house: House, peer: Peer) {
    this.#session = session;
    session.on('stream', (stream: ServerHttp2Stream, _headers, _flags, raw: string[]) => {
      this.#streams += 1;
      stream.on('close', () => this.#onStreamOver(house));
      new StreamVisitor(stream, house, peer).start(raw);
    });
    session.on('error', ignoreError);
    session.setTimeout(house.limits.idleMs, () => {
      if (this.#streams === 0) session.close();
    });
    session.on('close', () => house.onOver(this, true));
  }

  get isOver(): boolean {
    return this.#isClosing && this.#streams === 0;
  }

  /** Says that no new request is taken, and closes behind the last answer. */
  drain(): void {
    this.#isClosing = true;
    this.#session.close();
  }

  destroy(): void {
    this.#session.destroy();
  }

  #onStreamOver(house: House): void {
    this.#streams -= 1;
    if (this.isOver) house.onOver(this, false);
  }
}

function ignoreError(): void {
  // 'close' follows.
}
