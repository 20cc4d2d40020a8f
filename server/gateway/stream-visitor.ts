import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { BodyKind } from '#server/gateway/answer-reader.ts';
import type { Due } from '#server/gateway/deadlines.ts';
import type { Exchange } from '#server/gateway/exchange.ts';
import { readStreamHead } from '#server/gateway/h2-request.ts';
import type { House, Peer } from '#server/gateway/house.ts';
import type { OwnAnswer, Visitor } from '#server/gateway/visitor.ts';
import { isProblem, PROBLEMS } from '#server/gateway/wire/problems.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';
import type { ResponseHead } from '#server/gateway/wire/response-head.ts';
import { passedTrailers } from '#server/gateway/wire/trailers.ts';

type Fields = Record<string, string | string[]>;

const NEVER = Number.POSITIVE_INFINITY;

/** One request of an HTTP/2 connection. To the instance it goes as HTTP/1.1, like any other. */
export class StreamVisitor implements Visitor, Due {
  readonly takesChunks = false;
  readonly #stream: ServerHttp2Stream;
  readonly #house: House;
  readonly #peer: Peer;
  #head: RequestHead | undefined;
  #exchange: Exchange | undefined;
  #requestTrailers = '';
  #answerTrailers = '';
  #seen = 0;
  dueAt = NEVER;

  constructor(stream: ServerHttp2Stream, house: House, peer: Peer) {
    this.#stream = stream;
    this.#house = house;
    this.#peer = peer;
    house.deadlines.add(this);
    stream.on('error', ignoreError);
    stream.on('drain', () => this.#exchange?.resume());
    stream.on('wantTrailers', () => stream.sendTrailers(fieldsOf(this.#answerTrailers)));
    stream.on('close', () => this.#onClose());
  }

  /** `raw`: the request's fields. */
  start(raw: readonly string[]): void {
    const hasBody = !this.#stream.readableEnded && !this.#stream.endAfterHeaders;
    const head = readStreamHead(raw, hasBody);
    if (isProblem(head)) return void this.#house.refuseWire(this, head);
    this.#head = head;
    if (head.framing.length > this.#house.limits.maxBodyBytes) {
      return void this.#house.refuseWire(this, PROBLEMS.bodyTooLarge);
    }
    this.#exchange = this.#house.enter(this, head, this.#peer);
    this.#exchange?.start();
    if (hasBody) this.#readBody();
  }

  inform(head: ResponseHead): void {
    this.#stream.additionalHeaders({ ':status': head.status, ...fieldsOf(head.passed) });
  }

  answer(head: ResponseHead, body: BodyKind, lines: string): void {
    const length =
      head.framing.length === -1 || body === 'chunked'
        ? {}
        : { 'content-length': String(head.framing.length) };
    const fields = { ':status': head.status, ...fieldsOf(head.passed), ...length, ...fieldsOf(lines) };
    this.#stream.respond(fields, { endStream: body === 'none', waitForTrailers: body === 'chunked' });
  }

  body(bytes: Buffer, start: number, end: number): boolean {
    this.#stream.write(Buffer.from(bytes.subarray(start, end)));
    return this.flush();
  }

  flush(): boolean {
    if (!this.#stream.writableNeedDrain) return true;
    this.dueAt = this.#house.deadlines.now + this.#house.limits.sendMs;
    return false;
  }

  end(trailers: string): void {
    this.#exchange = undefined;
    this.#answerTrailers = trailers;
    this.#stream.end();
  }

  cut(): void {
    this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  say({ status, lines, body }: OwnAnswer): void {
    this.#exchange = undefined;
    if (this.#stream.destroyed || this.#stream.headersSent) return;
    const fields = {
      ':status': status,
      ...fieldsOf(lines),
      'content-length': String(Buffer.byteLength(body)),
    };
    const endStream = this.#head?.method === 'HEAD' || body === '';
    this.#stream.respond(fields, { endStream });
    if (!endStream) this.#stream.end(body);
  }

  resumeBody(): void {
    this.#stream.resume();
    this.#expectBody();
  }

  /** HTTP/2 leaves HTTP in no way that is offered here. */
  switchTo(): void {
    this.cut();
  }

  tunnel(): boolean {
    return true;
  }

  endTunnel(): void {
    this.cut();
  }

  onOverdue(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }

  #readBody(): void {
    this.#expectBody();
    this.#stream.on('trailers', (_headers: IncomingHttpHeaders, _flags: number, raw: string[]) => {
      this.#requestTrailers = linesOf(raw);
    });
    this.#stream.on('data', (bytes: Buffer) => this.#passBody(bytes));
    this.#stream.on('end', () => this.#endBody());
  }

  #expectBody(): void {
    if (!this.#stream.readableEnded) this.dueAt = this.#house.deadlines.now + this.#house.limits.bodyIdleMs;
  }

  #passBody(bytes: Buffer): void {
    this.#seen += bytes.length;
    this.#expectBody();
    if (this.#seen > this.#house.limits.maxBodyBytes) this.#breakBody();
    else if (this.#exchange && !this.#exchange.sendBody(this.#framed(bytes))) {
      this.#stream.pause();
      this.dueAt = NEVER;
    }
  }

  #framed(bytes: Buffer): Buffer {
    if (!this.#head?.framing.isChunked) return bytes;
    return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
  }

  #endBody(): void {
    this.dueAt = NEVER;
    const trailers = passedTrailers(this.#requestTrailers);
    if (this.#head?.framing.isChunked) this.#exchange?.sendBody(`0\r\n${trailers ?? ''}\r\n`);
    this.#exchange?.endBody();
  }

  #breakBody(): void {
    this.#exchange?.cancel();
    this.#exchange = undefined;
    if (this.#stream.headersSent) this.cut();
    else this.#house.refuseWire(this, PROBLEMS.bodyTooLarge);
  }

  #onClose(): void {
    this.#house.deadlines.remove(this);
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.cancel();
  }
}

/** Field lines, each with its CR LF, as HTTP/2 takes them. */
function fieldsOf(lines: string): Fields {
  const fields: Fields = {};
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = fields[name];
    if (known === undefined) fields[name] = value;
    else fields[name] = Array.isArray(known) ? [...known, value] : [known, value];
  }
  return fields;
}

function linesOf(raw: readonly string[]): string {
  let lines = '';
  for (let index = 0; index + 1 < raw.length; index += 2) lines += `${raw[index]}: ${raw[index + 1]}\r\n`;
  return lines;
}

function ignoreError(): void {
  // 'close' follows and tells the exchange.
}
