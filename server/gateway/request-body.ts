import { ChunkReader } from '#server/gateway/wire/chunks.ts';
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';
import { passedTrailers } from '#server/gateway/wire/trailers.ts';

/** Takes a piece of a body as the instance gets it. */
export type PassBody = (bytes: Buffer | string) => void;

/** Finds the end of a request's body while it passes (RFC 9112 §6.3). */
export class RequestBody {
  readonly #chunks: ChunkReader | undefined;
  readonly #maxBytes: number;
  #remaining: number;
  #seen = 0;
  problem: WireProblem | undefined;

  constructor({ framing }: RequestHead, maxBytes: number) {
    this.#chunks = framing.isChunked ? new ChunkReader() : undefined;
    this.#remaining = Math.max(0, framing.length);
    this.#maxBytes = maxBytes;
    if (this.#remaining > maxBytes) this.problem = PROBLEMS.bodyTooLarge;
  }

  get isWhole(): boolean {
    return this.#chunks ? this.#chunks.isDone : this.#remaining === 0;
  }

  /** Bytes that are known to be still to come. */
  get remaining(): number {
    return this.#remaining;
  }

  /** Bytes seen so far, with their framing. */
  get seen(): number {
    return this.#seen;
  }

  /** Gives where it stopped: at `to`, behind the body, or where a `problem` was found. */
  read(bytes: Buffer, from: number, to: number, pass: PassBody): number {
    const end = this.#chunks
      ? this.#readChunks(this.#chunks, bytes, from, to, pass)
      : this.#readPlain(bytes, from, to, pass);
    this.#seen += end - from;
    return end;
  }

  #readPlain(bytes: Buffer, from: number, to: number, pass: PassBody): number {
    const end = Math.min(to, from + this.#remaining);
    this.#remaining -= end - from;
    pass(bytes.subarray(from, end));
    return end;
  }

  #readChunks(chunks: ChunkReader, bytes: Buffer, from: number, to: number, pass: PassBody): number {
    const end = chunks.read(bytes, from, to);
    if (chunks.isBroken) this.problem = PROBLEMS.badChunk;
    else if (chunks.dataBytes > this.#maxBytes) this.problem = PROBLEMS.bodyTooLarge;
    if (this.problem) return end;
    if (chunks.verbatimEnd > from) pass(bytes.subarray(from, chunks.verbatimEnd));
    if (chunks.isDone) this.#endChunks(chunks, pass);
    return end;
  }

  #endChunks(chunks: ChunkReader, pass: PassBody): void {
    const trailers = passedTrailers(chunks.trailers);
    if (trailers === undefined) this.problem = PROBLEMS.badTrailer;
    else pass(`${trailers}\r\n`);
  }
}
