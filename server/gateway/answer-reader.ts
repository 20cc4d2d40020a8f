import { ChunkReader } from '#server/gateway/wire/chunks.ts';
import { HeadCollector } from '#server/gateway/wire/head-collector.ts';
import { isProblem, PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import { type ResponseHead, readResponseHead } from '#server/gateway/wire/response-head.ts';

/** How the end of an answer's body is told (RFC 9112 §6.3). */
export type BodyKind = 'none' | 'length' | 'chunked' | 'close';

/** What an answer holds, in this order. */
export interface AnswerSink {
  /** 1xx but 101; several may come. */
  onInformed(head: ResponseHead): void;
  onAnswered(head: ResponseHead, body: BodyKind): void;
  /** Chunked bodies with their framing where `isVerbatim`, else the data alone. */
  onBody(bytes: Buffer, start: number, end: number): void;
  /** The message is whole. `trailers`: lines as they came. */
  onWhole(trailers: string): void;
  /** 101: all that follows from `at` on is of the new protocol. */
  onSwitched(head: ResponseHead, bytes: Buffer, at: number, to: number): void;
  onBroken(problem: WireProblem): void;
}

/** Reads one answer from the bytes of a connection. */
export class AnswerReader {
  readonly #sink: AnswerSink;
  readonly #method: string;
  readonly #isVerbatim: boolean;
  readonly #collector = new HeadCollector();
  #head: ResponseHead | undefined;
  #body: BodyKind = 'none';
  #remaining = 0;
  #chunks: ChunkReader | undefined;
  isOver = false;

  constructor(sink: AnswerSink, method: string, isVerbatim: boolean) {
    this.#sink = sink;
    this.#method = method;
    this.#isVerbatim = isVerbatim;
  }

  /** The final head was read. */
  get isAnswered(): boolean {
    return this.#head !== undefined;
  }

  /** Any byte of an answer was seen. */
  get hasBegun(): boolean {
    return this.#head !== undefined || this.#collector.hasBegun;
  }

  /** Bytes of the body that are known to be still to come. */
  get remaining(): number {
    return this.#remaining;
  }

  /** Gives where it stopped: at `to`, or behind the answer. */
  read(bytes: Buffer, to: number): number {
    let at = 0;
    while (at < to && !this.isOver) {
      at = this.#head === undefined ? this.#readHead(bytes, at, to) : this.#readBody(bytes, at, to);
    }
    return at;
  }

  /** Reads nothing more; for an exchange that ends before its answer. */
  stop(): void {
    this.isOver = true;
  }

  /** The instance sends no more: the end of a body that is told so, else a break. Gives whether it was the end. */
  end(): boolean {
    if (this.isOver || this.#head === undefined || this.#body !== 'close') return false;
    this.#finish('');
    return true;
  }

  #readHead(bytes: Buffer, from: number, to: number): number {
    const collected = this.#collector.take(bytes, from, to);
    if (collected === undefined) return to;
    if (isProblem(collected)) return this.#break(collected, to);
    const head = readResponseHead(collected.text);
    if (isProblem(head)) return this.#break(head, to);
    if (head.status >= 200) this.#begin(head);
    else if (head.status !== 101) this.#sink.onInformed(head);
    else {
      this.isOver = true;
      this.#sink.onSwitched(head, bytes, collected.end, to);
      return to;
    }
    return collected.end;
  }

  #begin(head: ResponseHead): void {
    this.#head = head;
    this.#body = bodyKindOf(head, this.#method);
    if (this.#body === 'length') this.#remaining = head.framing.length;
    else if (this.#body === 'chunked') this.#chunks = new ChunkReader();
    this.#sink.onAnswered(head, this.#body);
    if (this.#body === 'none' || (this.#body === 'length' && this.#remaining === 0)) this.#finish('');
  }

  #readBody(bytes: Buffer, from: number, to: number): number {
    if (this.#chunks) return this.#readChunks(this.#chunks, bytes, from, to);
    const end = this.#body === 'length' ? Math.min(to, from + this.#remaining) : to;
    this.#sink.onBody(bytes, from, end);
    if (this.isOver || this.#body !== 'length') return end;
    this.#remaining -= end - from;
    if (this.#remaining === 0) this.#finish('');
    return end;
  }

  #readChunks(chunks: ChunkReader, bytes: Buffer, from: number, to: number): number {
    const end = this.#isVerbatim
      ? chunks.read(bytes, from, to)
      : chunks.read(bytes, from, to, (data, start, stop) => this.#sink.onBody(data, start, stop));
    if (this.#isVerbatim && chunks.verbatimEnd > from) this.#sink.onBody(bytes, from, chunks.verbatimEnd);
    if (chunks.isBroken) return this.#break(PROBLEMS.badChunk, end);
    if (chunks.isDone) this.#finish(chunks.trailers);
    return end;
  }

  #finish(trailers: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#sink.onWhole(trailers);
  }

  #break(problem: WireProblem, at: number): number {
    if (this.isOver) return at;
    this.isOver = true;
    this.#sink.onBroken(problem);
    return at;
  }
}

function bodyKindOf({ status, framing }: ResponseHead, method: string): BodyKind {
  if (method === 'HEAD' || status === 204 || status === 304) return 'none';
  if (framing.isChunked) return 'chunked';
  return framing.length === -1 ? 'close' : 'length';
}
