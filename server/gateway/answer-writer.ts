import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { BodyKind } from '#server/gateway/answer-reader.ts';
import type { OwnAnswer } from '#server/gateway/visitor.ts';
import type { ResponseHead } from '#server/gateway/wire/response-head.ts';

/** Smaller pieces of an answer are put together with what stands before them. */
const SMALL_PIECE = 16 * 1024;

/** Writes answers of HTTP/1 to a visitor's socket, one after the other. */
export class AnswerWriter {
  readonly #socket: Socket;
  readonly #onSent: () => void;
  /** What goes out with the next flush; Latin-1. */
  #out = '';
  #body: BodyKind | undefined;
  #isOld = false;
  #isStalled = false;

  /** `onSent` is called when a piece is on its way; it may be called for nothing. */
  constructor(socket: Socket, onSent: () => void) {
    this.#socket = socket;
    this.#onSent = onSent;
    socket.on('drain', onSent);
  }

  /** The final head of the answer was written. */
  get hasBegun(): boolean {
    return this.#body !== undefined;
  }

  /** Only the end of the connection says to the visitor where the body ends. */
  get endsByClosing(): boolean {
    return this.#body === 'close' || (this.#isOld && this.#body === 'chunked');
  }

  /** The visitor does not take what is there. */
  get isStalled(): boolean {
    return this.#isStalled;
  }

  /** The next answer is for a request of HTTP/1.`minor`. */
  expect(minor: number): void {
    this.#body = undefined;
    this.#isOld = minor === 0;
  }

  inform({ statusText, passed }: ResponseHead): void {
    this.#out += `HTTP/1.1 ${statusText}\r\n${passed}\r\n`;
  }

  /** `lines` and `connection` are our own fields, each with its CR LF. */
  answer(head: ResponseHead, body: BodyKind, lines: string, connection: string): void {
    this.#body = body;
    this.#out += `HTTP/1.1 ${head.statusText}\r\n${head.passed}${lines}${this.#framing(head, body)}${connection}\r\n`;
  }

  /** A whole answer of ours. */
  say({ status, lines, body }: OwnAnswer, isHead: boolean, connection: string): void {
    const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
    this.#out += `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}${length}${connection}\r\n`;
    if (!isHead) this.#out += Buffer.from(body).toString('latin1');
    this.flush();
  }

  /** The last of HTTP that is said on the connection. */
  switchTo({ statusText, passed }: ResponseHead, lines: string, protocol: string): void {
    const upgrade = `connection: upgrade\r\nupgrade: ${protocol}\r\n`;
    this.#out += `HTTP/1.1 ${statusText}\r\n${passed}${lines}${upgrade}\r\n`;
    this.flush();
  }

  /** As Visitor.body. */
  body(bytes: Buffer, start: number, end: number, isKept: boolean): boolean {
    const frames = this.#body === 'close' && !this.#isOld;
    if (frames) this.#out += `${(end - start).toString(16)}\r\n`;
    if (end - start <= SMALL_PIECE) this.#out += bytes.toString('latin1', start, end);
    else this.#writeLarge(bytes.subarray(start, end), isKept);
    if (frames) this.#out += '\r\n';
    return !this.#isStalled;
  }

  /** False while the visitor does not take what is there. */
  flush(): boolean {
    if (this.#out !== '') {
      this.#socket.write(this.#out, 'latin1');
      this.#out = '';
      if (this.#socket.writableNeedDrain) this.#isStalled = true;
    }
    return !this.#isStalled;
  }

  end(trailers: string): void {
    if (!this.#isOld && this.#body === 'chunked') this.#out += `${trailers}\r\n`;
    else if (!this.#isOld && this.#body === 'close') this.#out += '0\r\n\r\n';
    this.flush();
  }

  /** Whether the visitor takes more again, since it was asked last. */
  recovers(): boolean {
    if (!this.#isStalled || this.#socket.writableLength > 0) return false;
    this.#isStalled = false;
    return true;
  }

  #writeLarge(piece: Buffer, isKept: boolean): void {
    this.flush();
    this.#socket.write(isKept ? piece : Buffer.from(piece), this.#onSent);
    // Bytes that are kept must not be read over before they are sent; others may wait here for a while.
    if (isKept ? this.#socket.writableLength > 0 : this.#socket.writableNeedDrain) this.#isStalled = true;
  }

  #framing({ framing, status }: ResponseHead, body: BodyKind): string {
    if (body === 'chunked' || body === 'close') return this.#isOld ? '' : 'transfer-encoding: chunked\r\n';
    const saysLength = framing.length !== -1 && status !== 204;
    return saysLength ? `content-length: ${framing.length}\r\n` : '';
  }
}
