// The chunked coding (RFC 9112 §7.1), watched byte by byte as it passes. Strict: sizes are 1 to 13 hexadecimal digits
// followed by CR LF or an extension of visible characters; whatever else ends the message as broken.
import { CR, IS_VALUE, LF } from '#server/gateway/wire/characters.ts';

const MAX_SIZE_DIGITS = 13;
/** Bytes of all extensions of one message; nobody uses them but attackers. */
const MAX_EXTENSIONS = 4 * 1024;
const MAX_TRAILERS = 8 * 1024;

type State = 'size' | 'extension' | 'sizeLf' | 'data' | 'dataCr' | 'dataLf' | 'trailer' | 'done' | 'broken';

/** Receives what a chunked body holds: bytes from `start` to `end`. */
export type TakeData = (bytes: Buffer, start: number, end: number) => void;

export class ChunkReader {
  #state: State = 'size';
  #size = 0;
  #digits = 0;
  #extensions = 0;
  #trailers = '';
  /** Bytes up to here may be passed on as they are: everything but a trailer section that holds fields. */
  verbatimEnd = 0;
  /** Bytes of data so far, without their framing. */
  dataBytes = 0;

  get isDone(): boolean {
    return this.#state === 'done';
  }

  get isBroken(): boolean {
    return this.#state === 'broken';
  }

  /** Field lines of the trailer section, each with its CR LF, unchecked; empty without any. */
  get trailers(): string {
    return this.#trailers;
  }

  /** Reads on from `from`. Gives where it stopped: at `to`, or behind the message's last byte, or where it broke. */
  read(bytes: Buffer, from: number, to: number, take?: TakeData): number {
    let at = from;
    this.verbatimEnd = from;
    while (at < to && this.#state !== 'done' && this.#state !== 'broken') {
      if (this.#state === 'data') at = this.#readData(bytes, at, to, take);
      else if (this.#state === 'trailer') at = this.#readTrailer(bytes, at, to);
      else {
        this.#step(bytes[at] ?? 0);
        at += 1;
        this.verbatimEnd = at;
      }
    }
    return at;
  }

  #readData(bytes: Buffer, from: number, to: number, take: TakeData | undefined): number {
    const end = Math.min(to, from + this.#size);
    this.#size -= end - from;
    this.dataBytes += end - from;
    if (this.#size === 0) this.#state = 'dataCr';
    take?.(bytes, from, end);
    this.verbatimEnd = end;
    return end;
  }

  #step(byte: number): void {
    if (this.#state === 'size') this.#readSize(byte);
    else if (this.#state === 'extension') this.#readExtension(byte);
    else if (this.#state === 'sizeLf') this.#endSize(byte);
    else if (this.#state === 'dataCr') this.#state = byte === CR ? 'dataLf' : 'broken';
    else if (byte === LF) this.#beginSize();
    else this.#state = 'broken';
  }

  #beginSize(): void {
    this.#size = 0;
    this.#digits = 0;
    this.#state = 'size';
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0 && this.#digits < MAX_SIZE_DIGITS) {
      this.#size = this.#size * 16 + digit;
      this.#digits += 1;
    } else if (this.#digits === 0) this.#state = 'broken';
    else if (byte === CR) this.#state = 'sizeLf';
    else this.#state = byte === 0x3b ? 'extension' : 'broken';
  }

  #readExtension(byte: number): void {
    this.#extensions += 1;
    if (byte === CR) this.#state = 'sizeLf';
    else if (IS_VALUE[byte] !== 1 || this.#extensions > MAX_EXTENSIONS) this.#state = 'broken';
  }

  #endSize(byte: number): void {
    if (byte !== LF) this.#state = 'broken';
    else this.#state = this.#size === 0 ? 'trailer' : 'data';
  }

  /** The section ends with an empty line: at once, or after its fields. */
  #readTrailer(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      this.#trailers += String.fromCharCode(bytes[at] ?? 0);
      if (this.#trailers === '\r\n') return this.#end('', at + 1);
      if (this.#trailers.endsWith('\r\n\r\n')) return this.#end(this.#trailers.slice(0, -2), at + 1);
      if (this.#trailers.length > MAX_TRAILERS) {
        this.#state = 'broken';
        return at;
      }
    }
    return to;
  }

  #end(trailers: string, at: number): number {
    this.#trailers = trailers;
    this.#state = 'done';
    return at;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const folded = byte | 0x20;
  return folded >= 0x61 && folded <= 0x66 ? folded - 0x57 : -1;
}
