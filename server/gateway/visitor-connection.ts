import type { Socket } from 'node:net';
import type { BodyKind } from '#server/gateway/answer-reader.ts';
import { AnswerWriter } from '#server/gateway/answer-writer.ts';
import type { Due } from '#server/gateway/deadlines.ts';
import type { Exchange } from '#server/gateway/exchange.ts';
import type { House, OpenConnection, Peer } from '#server/gateway/house.ts';
import { Inlet } from '#server/gateway/inlet.ts';
import { BULK_BODY, BULK_PIECE } from '#server/gateway/read-buffers.ts';
import { RequestBody } from '#server/gateway/request-body.ts';
import type { OwnAnswer, Visitor } from '#server/gateway/visitor.ts';
import { CR, LF } from '#server/gateway/wire/characters.ts';
import { HeadCollector } from '#server/gateway/wire/head-collector.ts';
import { isProblem, PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';
import { readRequestHead } from '#server/gateway/wire/read-request-head.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';
import type { ResponseHead } from '#server/gateway/wire/response-head.ts';

/**
 * `head`: a request is to come. `body`: it is on its way. `waiting`: it is all here, its answer is not.
 * `tunnel`: the connection has left HTTP. `ended`: we have said our last; what still comes is thrown away.
 */
type Phase = 'head' | 'body' | 'waiting' | 'tunnel' | 'ended';

/** Bytes of further requests that may wait behind one that is not answered. */
const MAX_STASH = 64 * 1024;
const NEVER = Number.POSITIVE_INFINITY;
const TIMED_OUT = { status: 408, reason: 'the request did not come in time' };

/** A visitor's connection that speaks HTTP/1: one request after the other, answers in order. */
export class VisitorConnection implements Visitor, OpenConnection, Due {
  readonly #inlet: Inlet;
  readonly #socket: Socket;
  readonly #house: House;
  readonly #peer: Peer;
  readonly #collector = new HeadCollector();
  readonly #pass = (bytes: Buffer | string) => this.#passBody(bytes);
  readonly #writer: AnswerWriter;
  #phase: Phase = 'head';
  #head: RequestHead | undefined;
  #body: RequestBody | undefined;
  #bodySince = 0;
  #exchange: Exchange | undefined;
  #stash: Buffer | undefined;
  #isReading = false;
  /** Bytes of an empty line before the next request. */
  #emptyLine = 0;
  #closes = false;
  dueAt: number;

  constructor(accepted: Socket, house: House, peer: Peer) {
    this.#inlet = new Inlet(accepted, (bytes) => this.#onData(bytes));
    const { socket } = this.#inlet;
    this.#socket = socket;
    this.#house = house;
    this.#peer = peer;
    this.#writer = new AnswerWriter(socket, () => this.#sent());
    this.dueAt = house.deadlines.now + house.limits.headMs;
    house.deadlines.add(this);
    socket.on('end', () => this.#onEnd());
    socket.on('error', ignoreError);
    socket.on('close', () => this.#onClose());
  }

  get takesChunks(): boolean {
    return this.#head?.minor === 1;
  }

  /** Between two requests. */
  get isIdle(): boolean {
    return this.#phase === 'head' && !this.#collector.hasBegun;
  }

  get isOver(): boolean {
    return this.#phase === 'ended';
  }

  inform(head: ResponseHead): void {
    this.#writer.inform(head);
  }

  answer(head: ResponseHead, body: BodyKind, lines: string, closes: boolean): void {
    const isUnframed = this.#head?.minor === 0 && (body === 'chunked' || body === 'close');
    this.#closes ||= closes || isUnframed;
    this.#writer.answer(head, body, lines, this.#connectionLine());
  }

  body(bytes: Buffer, start: number, end: number, isKept: boolean): boolean {
    return this.#goesOn(this.#writer.body(bytes, start, end, isKept));
  }

  flush(): boolean {
    return this.#goesOn(this.#writer.flush());
  }

  end(trailers: string): void {
    this.#writer.end(trailers);
    this.#goesOn(!this.#writer.isStalled);
    this.#afterAnswer();
  }

  cut(): void {
    if (this.#writer.endsByClosing) this.#reset();
    else this.#socket.destroy();
  }

  say(answer: OwnAnswer): void {
    this.#closes ||= answer.closes;
    this.#writer.say(answer, this.#head?.method === 'HEAD', this.#connectionLine());
    this.#afterAnswer();
  }

  resumeBody(): void {
    this.#socket.resume();
    if (this.#phase === 'body') this.#expectBody(true);
  }

  switchTo(head: ResponseHead, lines: string): void {
    this.#phase = 'tunnel';
    this.#writer.switchTo(head, lines, head.upgrade || (this.#head?.upgrade ?? ''));
    this.#takeStash();
  }

  tunnel(bytes: Buffer): boolean {
    return this.#socket.write(bytes);
  }

  endTunnel(): void {
    this.#socket.end();
  }

  onOverdue(): void {
    const isRequest = this.#phase === 'body' || (this.#phase === 'head' && this.#collector.hasBegun);
    if (this.#writer.isStalled) this.#reset();
    else if (!isRequest || this.#writer.hasBegun) this.#socket.destroy();
    else this.#refuse(TIMED_OUT);
  }

  /** The process stops: ends the connection now if it is idle, with its answer if not. */
  drain(): void {
    if (this.isIdle) this.#finish();
  }

  destroy(): void {
    if (this.isOver) this.#socket.destroySoon();
    else this.#socket.destroy();
  }

  /** Also of what the kernel still holds for a visitor that does not take it. */
  #reset(): void {
    if (this.#peer.isSecure) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  #onData(bytes: Buffer): void {
    if (!this.#stash) this.#read(bytes);
    else this.#keep(Buffer.concat([this.#stash, bytes]));
  }

  #read(bytes: Buffer): void {
    let at = 0;
    this.#isReading = true;
    while (at < bytes.length) {
      if (this.#phase === 'head') at = this.#readHead(bytes, at);
      else if (this.#phase === 'body') at = this.#readBody(bytes, at);
      else {
        this.#readOther(bytes.subarray(at));
        at = bytes.length;
      }
    }
    this.#isReading = false;
  }

  #readOther(bytes: Buffer): void {
    if (this.#phase === 'waiting') this.#keep(Buffer.from(bytes));
    else if (this.#phase === 'tunnel' && this.#exchange?.sendTunnel(Buffer.from(bytes)) === false) {
      this.#socket.pause();
    }
  }

  #keep(bytes: Buffer): void {
    this.#stash = bytes;
    if (bytes.length > MAX_STASH) this.#socket.pause();
  }

  #takeStash(): void {
    const stash = this.#stash;
    if (!stash || this.#isReading) return;
    this.#stash = undefined;
    this.#socket.resume();
    this.#read(stash);
  }

  #readHead(bytes: Buffer, from: number): number {
    const hadBegun = this.#collector.hasBegun;
    if (!hadBegun && this.#isEmptyLine(bytes[from])) return from + 1;
    const collected =
      this.#emptyLine === 1 ? PROBLEMS.badLineEnd : this.#collector.take(bytes, from, bytes.length);
    if (collected === undefined) {
      if (!hadBegun) this.dueAt = this.#house.deadlines.now + this.#house.limits.headMs;
      return bytes.length;
    }
    const head = isProblem(collected) ? collected : readRequestHead(collected.text);
    if (isProblem(head) || isProblem(collected)) {
      this.#refuse(head as WireProblem);
      return bytes.length;
    }
    this.#begin(head);
    return collected.end;
  }

  /** One empty line before a request is overlooked, as old clients send one behind a body (RFC 9112 §2.2). */
  #isEmptyLine(byte: number | undefined): boolean {
    if (this.#emptyLine === 2 || byte !== (this.#emptyLine === 0 ? CR : LF)) return false;
    this.#emptyLine += 1;
    return true;
  }

  #begin(head: RequestHead): void {
    this.#head = head;
    this.#body = undefined;
    this.#writer.expect(head.minor);
    // What stands behind a refused upgrade may be of the other protocol.
    this.#closes =
      !head.connection.staysOpen(head.minor) || head.upgrade !== null || this.#house.isDraining();
    if (head.hasBody) this.#beginBody(head);
    else {
      this.#phase = 'waiting';
      this.dueAt = NEVER;
    }
    this.#enter(head);
  }

  #enter(head: RequestHead): void {
    const problem = this.#body?.problem;
    if (problem) this.#refuse(problem);
    else {
      this.#exchange = this.#house.enter(this, head, this.#peer);
      this.#exchange?.start();
    }
  }

  #beginBody(head: RequestHead): void {
    this.#phase = 'body';
    this.#body = new RequestBody(head, this.#house.limits.maxBodyBytes);
    this.#expectBody(true);
  }

  /** `isAnew`: the rate counts from now, since it was not the visitor who held things up before. */
  #expectBody(isAnew: boolean): void {
    const now = this.#house.deadlines.now;
    if (isAnew) this.#bodySince = now;
    if (!this.#writer.isStalled) this.dueAt = now + this.#house.limits.bodyIdleMs;
  }

  #readBody(bytes: Buffer, from: number): number {
    const body = this.#body;
    if (!body) return bytes.length;
    this.#expectBody(false);
    if (bytes.length >= BULK_PIECE || body.remaining >= BULK_BODY) this.#inlet.takeOwnBuffer();
    const end = body.read(bytes, from, bytes.length, this.#pass);
    if (body.problem ?? this.#isSlow(body)) this.#breakBody(body.problem ?? TIMED_OUT);
    else if (body.isWhole) this.#endBody();
    return body.problem ? bytes.length : end;
  }

  #isSlow(body: RequestBody): boolean {
    const { bodyGraceMs, minBodyRate } = this.#house.limits;
    const elapsedMs = this.#house.deadlines.now - this.#bodySince;
    return !body.isWhole && elapsedMs > bodyGraceMs && body.seen < (minBodyRate * elapsedMs) / 1000;
  }

  #passBody(bytes: Buffer | string): void {
    if (!this.#exchange || this.#sendBody(this.#exchange, bytes)) return;
    this.#socket.pause();
    this.dueAt = NEVER;
  }

  /** False: nothing is to be read until the exchange says so. */
  #sendBody(exchange: Exchange, bytes: Buffer | string): boolean {
    if (typeof bytes === 'string') return exchange.sendBody(bytes, false);
    const isKept = this.#inlet.owns(bytes);
    return exchange.sendBody(this.#inlet.isFleeting(bytes) ? Buffer.from(bytes) : bytes, isKept);
  }

  #endBody(): void {
    this.#phase = 'waiting';
    if (!this.#writer.isStalled) this.dueAt = NEVER;
    if (this.#exchange) this.#exchange.endBody();
    else this.#next();
  }

  #breakBody(problem: Pick<WireProblem, 'status' | 'reason'>): void {
    this.#exchange?.cancel();
    if (this.#writer.hasBegun) this.#socket.destroy();
    else this.#refuse(problem);
  }

  #refuse(problem: Pick<WireProblem, 'status' | 'reason'>): void {
    this.#exchange?.cancel();
    this.#exchange = undefined;
    this.#phase = 'waiting';
    this.#closes = true;
    this.#house.refuseWire(this, problem);
  }

  #afterAnswer(): void {
    this.#exchange = undefined;
    const isBodyLost = this.#phase === 'body' && this.#head?.expectsContinue === true;
    if (this.#closes || isBodyLost) this.#finish();
    else if (this.#phase === 'waiting') this.#next();
    else this.#socket.resume(); // What is left of the body is read and thrown away.
  }

  #next(): void {
    this.#phase = 'head';
    this.#head = undefined;
    this.#emptyLine = 0;
    if (!this.#writer.isStalled) this.dueAt = this.#house.deadlines.now + this.#house.limits.idleMs;
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#takeStash();
  }

  /** Ends our side, and goes on reading for a while: closing on unread bytes would take the answer away. */
  #finish(): void {
    this.#phase = 'ended';
    this.#stash = undefined;
    this.#socket.end();
    this.#socket.resume();
    this.dueAt = this.#house.deadlines.now + this.#house.limits.lingerMs;
    this.#house.onOver(this, false);
  }

  /** While the visitor takes nothing, there is a limit to it. */
  #goesOn(takesMore: boolean): boolean {
    if (!takesMore) this.dueAt = this.#house.deadlines.now + this.#house.limits.sendMs;
    return takesMore;
  }

  #sent(): void {
    if (this.#phase === 'tunnel') this.#exchange?.resume();
    if (!this.#writer.recovers()) return;
    if (this.#phase === 'body') this.#expectBody(true);
    else
      this.dueAt = this.#phase === 'waiting' ? NEVER : this.#house.deadlines.now + this.#house.limits.idleMs;
    this.#exchange?.resume();
  }

  #connectionLine(): string {
    if (this.#closes) return 'connection: close\r\n';
    return this.#head?.minor === 0 ? 'connection: keep-alive\r\n' : '';
  }

  /** A visitor that ends its side has left, as browsers do; only after an upgrade do sides end one by one. */
  #onEnd(): void {
    if (this.#phase === 'tunnel') this.#exchange?.endTunnel();
    else this.#socket.destroy();
  }

  #onClose(): void {
    this.#house.deadlines.remove(this);
    this.#inlet.close();
    this.#phase = 'ended';
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.cancel();
    this.#house.onOver(this, true);
  }
}

function ignoreError(): void {
  // 'close' follows and tells the exchange.
}
