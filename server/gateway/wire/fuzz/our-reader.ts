// Drives the gateway's parsers over a whole stream, as a visitor's connection does.
import { CR, LF } from '#server/gateway/wire/characters.ts';
import { ChunkReader } from '#server/gateway/wire/chunks.ts';
import type { Outcome, Seen } from '#server/gateway/wire/fuzz/outcome.ts';
import { HeadCollector } from '#server/gateway/wire/head-collector.ts';
import { isProblem, PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import { readRequestHead } from '#server/gateway/wire/read-request-head.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';
import { passedTrailers } from '#server/gateway/wire/trailers.ts';

/** Reads pieces of one stream in turn. */
export function readOurs(pieces: readonly Buffer[]): Outcome {
  const reader = new StreamReader();
  for (const piece of pieces) reader.read(piece);
  return reader.outcome();
}

class StreamReader {
  readonly #requests: Seen[] = [];
  readonly #collector = new HeadCollector();
  #head: RequestHead | undefined;
  #chunks: ChunkReader | undefined;
  #left = 0;
  #body = '';
  /** Bytes of it that came. */
  #emptyLine = 0;
  #end: Outcome['end'] = 'all';
  #reason = '';

  read(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#end !== 'refused' && this.#end !== 'closed') {
      at = this.#head ? this.#readBody(bytes, at) : this.#readHead(bytes, at);
    }
  }

  outcome(): Outcome {
    if (this.#end === 'all' && this.#head) this.#end = 'body';
    else if (this.#end === 'all' && this.#collector.hasBegun) this.#end = 'head';
    return { requests: this.#requests, end: this.#end, reason: this.#reason };
  }

  #readHead(bytes: Buffer, from: number): number {
    if (this.#isEmptyLine(bytes, from)) return from + 1;
    if (this.#end === 'refused') return bytes.length;
    const collected = this.#collector.take(bytes, from, bytes.length);
    if (collected === undefined) return bytes.length;
    if (isProblem(collected)) return this.#refuse(collected, bytes.length);
    const head = readRequestHead(collected.text);
    if (isProblem(head)) return this.#refuse(head, bytes.length);
    this.#begin(head);
    return collected.end;
  }

  /** One CR LF before a request line is nothing (RFC 9112 §2.2). */
  #isEmptyLine(bytes: Buffer, at: number): boolean {
    if (this.#collector.hasBegun || this.#emptyLine === 2) return false;
    const isNext = bytes[at] === (this.#emptyLine === 0 ? CR : LF);
    if (isNext) this.#emptyLine += 1;
    else if (this.#emptyLine === 1) this.#refuse(PROBLEMS.badLineEnd, at);
    return isNext;
  }

  #begin(head: RequestHead): void {
    this.#head = head;
    this.#body = '';
    this.#chunks = head.framing.isChunked ? new ChunkReader() : undefined;
    this.#left = Math.max(0, head.framing.length);
    if (!this.#chunks && this.#left === 0) this.#finish(head);
  }

  #readBody(bytes: Buffer, from: number): number {
    if (this.#chunks) return this.#readChunks(this.#chunks, bytes, from);
    const end = Math.min(bytes.length, from + this.#left);
    this.#body += bytes.toString('latin1', from, end);
    this.#left -= end - from;
    if (this.#left === 0) this.#finish();
    return end;
  }

  #readChunks(chunks: ChunkReader, bytes: Buffer, from: number): number {
    const end = chunks.read(bytes, from, bytes.length, (data, start, to) => {
      this.#body += data.toString('latin1', start, to);
    });
    const isGood = !chunks.isDone || passedTrailers(chunks.trailers) !== undefined;
    if (chunks.isBroken || !isGood) return this.#refuse({ reason: 'a chunk is malformed' }, bytes.length);
    if (chunks.isDone) this.#finish();
    return end;
  }

  #finish(head = this.#head): void {
    if (!head) return;
    const line = head.text.slice(0, head.text.indexOf('\r\n'));
    const closes = !head.connection.staysOpen(head.minor);
    this.#requests.push({ line, body: this.#body, closes });
    if (closes) this.#end = 'closed';
    this.#head = undefined;
    this.#emptyLine = 0;
  }

  #refuse({ reason }: Pick<WireProblem, 'reason'>, at: number): number {
    this.#end = 'refused';
    this.#reason = reason;
    return at;
  }
}
