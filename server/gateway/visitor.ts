import type { BodyKind } from '#server/gateway/answer-reader.ts';
import type { ResponseHead } from '#server/gateway/wire/response-head.ts';

/** An answer of the gateway itself. */
export type OwnAnswer = {
  status: number;
  /** Each with its CR LF. */
  lines: string;
  body: string;
  /** The connection ends with it. */
  closes: boolean;
};

/** The side that asked, whatever protocol it speaks: one request at a time. */
export interface Visitor {
  /** Takes chunked bodies with their framing; all others want the data alone. */
  readonly takesChunks: boolean;
  /** 1xx. */
  inform(head: ResponseHead): void;
  /** `lines` are the gateway's own, each with its CR LF. */
  answer(head: ResponseHead, body: BodyKind, lines: string, closes: boolean): void;
  /**
   * A piece of the body. False: no more, please; the exchange's `resume` is called when there is room. `isKept`: the
   * bytes stay as they are until then; else they have to be used up or copied.
   */
  body(bytes: Buffer, start: number, end: number, isKept: boolean): boolean;
  /** What came in one read is all there: it may go out. False as for `body`. */
  flush(): boolean;
  /** `trailers`: lines that may be passed on. */
  end(trailers: string): void;
  /** Breaks the answer off so that it is seen not to be whole. */
  cut(): void;
  /** A whole answer of ours, where none has begun. */
  say(answer: OwnAnswer): void;
  /** The instance takes more of the request's body. */
  resumeBody(): void;
  /** Leaves HTTP: from now on bytes both ways. */
  switchTo(head: ResponseHead, lines: string): void;
  /** False while more waits than is on its way. */
  tunnel(bytes: Buffer): boolean;
  endTunnel(): void;
}
