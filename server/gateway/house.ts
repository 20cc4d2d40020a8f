import type { Deadlines } from '#server/gateway/deadlines.ts';
import type { Exchange } from '#server/gateway/exchange.ts';
import type { Limits } from '#server/gateway/limits.ts';
import type { Visitor } from '#server/gateway/visitor.ts';
import type { WireProblem } from '#server/gateway/wire/problems.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

/** Who is on the other end of a connection. */
export type Peer = {
  address: string;
  /** Its word on who asked it is believed. */
  isTrusted: boolean;
  /** Came by TLS. */
  isSecure: boolean;
};

/** A visitor's connection of any protocol. */
export interface OpenConnection {
  /** Its last answer was said. */
  readonly isOver: boolean;
  /** The process stops: ends it now if it is idle, with its last answer if not. */
  drain(): void;
  /** Closes at once; what was said last still goes out. */
  destroy(): void;
}

/** What a visitor's connection needs from the gateway around it. */
export interface House {
  readonly limits: Limits;
  readonly deadlines: Deadlines;
  /** An exchange to be started; undefined where the answer was said already. */
  enter(visitor: Visitor, head: RequestHead, peer: Peer): Exchange | undefined;
  /** Answers what is no request. */
  refuseWire(visitor: Visitor, problem: Pick<WireProblem, 'status' | 'reason'>): void;
  /** True while the process stops: connections end with their answer. */
  isDraining(): boolean;
  /** A connection has said its last, or is closed. */
  onOver(connection: OpenConnection, isClosed: boolean): void;
}
