import { ANSWER_BROKEN } from '#server/domain/status-class.ts';
import { AnswerReader, type AnswerSink, type BodyKind } from '#server/gateway/answer-reader.ts';
import type { CookieFence } from '#server/gateway/cookie-fence.ts';
import type { Place, Waiting } from '#server/gateway/hold.ts';
import type { Limits } from '#server/gateway/limits.ts';
import { pickUpstream } from '#server/gateway/pick.ts';
import { BULK_BODY, BULK_PIECE } from '#server/gateway/read-buffers.ts';
import { REFUSALS, type RefusalCode } from '#server/gateway/refusals.ts';
import type { TableVersion } from '#server/gateway/table.ts';
import type { Upstream } from '#server/gateway/upstream.ts';
import type { Carried, UpstreamConnection } from '#server/gateway/upstream-connection.ts';
import type { Visitor } from '#server/gateway/visitor.ts';
import { takesWaitingPage, WAITING_STATUS } from '#server/gateway/waiting-page.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';
import type { ResponseHead } from '#server/gateway/wire/response-head.ts';
import { passedTrailers } from '#server/gateway/wire/trailers.ts';

/** What an exchange needs from the gateway around it. */
export interface Surroundings {
  /** The version as it is routed now. */
  findVersion(version: TableVersion): TableVersion | undefined;
  /** Lets it wait until its version has an instance. Undefined where too many wait already. */
  hold(exchange: Exchange): Place | undefined;
  /** Answers with the waiting page: it is to come again. */
  postpone(exchange: Exchange): void;
  /** The first answer of a version that was waited for. */
  onAwake(exchange: Exchange): void;
  /** Answers with one of our own pages. */
  refuse(exchange: Exchange, code: RefusalCode): void;
  /** Counts and logs it; once, when it is over. */
  onFinished(exchange: Exchange): void;
  /** True while the process stops: connections end with their answer. */
  isDraining(): boolean;
  /** Keeps what a service says to its own host. */
  readonly fence: Pick<CookieFence, 'pass'>;
  /** In [0, 1). */
  readonly random: () => number;
  readonly limits: Pick<Limits, 'answerMs'>;
}

/** One request on its way. */
export type Asked = {
  head: RequestHead;
  /** The whole head as the instance gets it. */
  outgoing: string;
  requestId: string;
  version: TableVersion;
  /** Which rule chose the version, for the request log. */
  rule: string;
  /** Further lines for the answer, each with its CR LF. */
  lines: string;
};

/**
 * One request to one version, from the choice of an instance to the last byte. The instance is claimed in the tick
 * of its choice and released exactly once; another one is tried where dialling failed and nothing was sent, and once
 * where nothing says that the request came to the first (docs/decisions/018-data-plane.md).
 */
export class Exchange implements Carried, AnswerSink, Waiting {
  readonly asked: Asked;
  readonly visitor: Visitor;
  readonly startedAt = performance.now();
  /** Of the answer; 0 while there is none. */
  status = 0;
  /** Milliseconds that it took; of a connection that left HTTP, until it did. */
  ms = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** The instance that it went to last; empty while it went to none. */
  instanceId = '';
  upstream: Upstream | undefined;
  /** It got a page in place of an answer, and comes again. */
  isPostponed = false;
  readonly #around: Surroundings;
  readonly #reader: AnswerReader;
  readonly #tried: Upstream[] = [];
  /** Where it waits while its version has no instance. */
  #place: Place | undefined;
  #connection: UpstreamConnection | undefined;
  /** Bytes of the request's body that came before the instance took the connection. */
  #held: (Buffer | string)[] | undefined = [];
  #isRequestWhole: boolean;
  #isRepeated = false;
  #isSwitched = false;
  #isReusable = false;
  #trailers: string | undefined;
  #isOver = false;

  constructor(around: Surroundings, visitor: Visitor, asked: Asked) {
    this.#around = around;
    this.visitor = visitor;
    this.asked = asked;
    this.#isRequestWhole = !asked.head.hasBody;
    this.#reader = new AnswerReader(this, asked.head.method, visitor.takesChunks);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get version(): TableVersion {
    return this.asked.version;
  }

  start(): void {
    const version = this.#around.findVersion(this.version);
    const upstream = pickUpstream(version?.upstreams ?? [], this.#tried, () => this.#around.random());
    if (upstream) this.#startOn(upstream);
    else if (this.#tried.length > 0) this.#refuse('upstream_unreachable');
    else if (!version?.isWakeable || !this.#wait()) this.giveUp();
  }

  /** No instance came in time, or none is to be waited for. */
  giveUp(): void {
    this.#refuse('version_unavailable');
  }

  takesPage(): boolean {
    return takesWaitingPage(this.asked.head);
  }

  postpone(): void {
    this.isPostponed = true;
    this.status = WAITING_STATUS;
    this.#over();
    this.#around.postpone(this);
  }

  /**
   * A piece of the request's body, as the instance gets it. False: `resumeBody` says when it takes more. `isKept`: the
   * bytes stay as they are until then; others are the exchange's own.
   */
  sendBody(bytes: Buffer | string, isKept = false): boolean {
    if (this.#isOver || this.#reader.isOver) return true;
    this.bytesIn += bytes.length;
    if (this.#held) {
      this.#held.push(isKept ? Buffer.from(bytes) : bytes);
      return false;
    }
    return (isKept ? this.#connection?.writeKept(bytes) : this.#connection?.write(bytes)) ?? true;
  }

  endBody(): void {
    this.#isRequestWhole = true;
    // Nothing more is to come: only whoever reads on learns that the visitor left.
    if (this.#held) this.visitor.resumeBody();
    else if (!this.#reader.isAnswered) this.#connection?.expectIn(this.#around.limits.answerMs);
  }

  /** The visitor is gone, or what it sends is no request. Nothing more is heard of the exchange. */
  cancel(): void {
    if (this.#isOver) return;
    this.#connection?.destroy();
    this.#over();
  }

  /** The visitor takes more of the answer. */
  resume(): void {
    this.#connection?.resume();
  }

  /** Bytes of the protocol that the connection changed to. False: `resumeBody` says when the instance takes more. */
  sendTunnel(bytes: Buffer): boolean {
    this.bytesIn += bytes.length;
    return this.#connection?.write(bytes) ?? true;
  }

  endTunnel(): void {
    this.#connection?.end();
  }

  onDialled(): void {
    this.upstream?.dialled(true);
    this.#send();
  }

  onBytes(bytes: Buffer, to: number): void {
    if (this.#isSwitched) this.#receiveTunnel(Buffer.from(bytes.subarray(0, to)));
    else this.#readAnswer(bytes, to);
  }

  onDrained(): void {
    this.visitor.resumeBody();
  }

  onEnded(): void {
    if (this.#isSwitched) this.visitor.endTunnel();
    else if (this.#reader.end()) this.#complete(false);
    else {
      this.#connection?.destroy();
      this.#fail('upstream_broken');
    }
  }

  onLost(): void {
    if (this.#isSwitched) this.#breakOff();
    else if (this.#held) this.#tryAnother();
    else this.#fail('upstream_broken');
  }

  onOverdue(): void {
    if (this.#held) this.#tryAnother();
    else this.#fail('upstream_timeout');
  }

  onInformed(head: ResponseHead): void {
    if (this.asked.head.minor === 1) this.visitor.inform(this.#fenced(head));
  }

  onAnswered(head: ResponseHead, body: BodyKind): void {
    this.status = head.status;
    if (this.version.counter.wake) this.#around.onAwake(this);
    this.#connection?.expectNothing();
    this.#isReusable = body !== 'close' && head.connection.staysOpen(head.minor);
    this.visitor.answer(this.#fenced(head), body, this.#lines(), this.#around.isDraining());
  }

  onBody(bytes: Buffer, start: number, end: number): void {
    const connection = this.#connection;
    if (!connection) return;
    this.bytesOut += end - start;
    const isKept = connection.owns(bytes);
    if (!isKept && (end - start >= BULK_PIECE || this.#reader.remaining >= BULK_BODY))
      connection.takeOwnBuffer();
    if (!this.visitor.body(bytes, start, end, isKept)) connection.pause();
  }

  onWhole(trailers: string): void {
    this.#trailers = passedTrailers(trailers);
    if (this.#trailers === undefined) this.onBroken();
  }

  onSwitched(head: ResponseHead, bytes: Buffer, at: number, to: number): void {
    if (this.asked.head.upgrade === null) this.onBroken();
    else {
      this.status = 101;
      if (this.version.counter.wake) this.#around.onAwake(this);
      this.ms = performance.now() - this.startedAt;
      this.#isSwitched = true;
      this.#connection?.expectNothing();
      this.visitor.switchTo(this.#fenced(head), this.#lines());
      if (at < to) this.#receiveTunnel(Buffer.from(bytes.subarray(at, to)));
    }
  }

  /** What could be read in two ways is not passed on in any. */
  onBroken(): void {
    this.#connection?.destroy();
    this.#end('upstream_broken');
  }

  #fenced(head: ResponseHead): ResponseHead {
    if (head.isWide) head.passed = this.#around.fence.pass(head.passed);
    return head;
  }

  /** False where there is no place to wait. */
  #wait(): boolean {
    this.#place = this.#around.hold(this);
    return this.#place !== undefined;
  }

  #startOn(upstream: Upstream): void {
    upstream.claim();
    this.#endWait();
    this.upstream = upstream;
    const { connections } = upstream;
    this.#sendOn(this.#isRepeated ? connections.fresh() : connections.take(this.#isRepeatable()));
  }

  #endWait(): void {
    if (!this.#place) return;
    this.#place = undefined;
    const { wake } = this.version.counter;
    if (wake) wake.hasGoneOn = true;
    this.version.counter.coldStart(performance.now() - this.startedAt);
    // Nobody read what the visitor sent meanwhile: it has all its time again.
    if (!this.#isRequestWhole) this.visitor.resumeBody();
  }

  #sendOn(connection: UpstreamConnection): void {
    this.#connection = connection;
    connection.carry(this);
    if (connection.isOpen) this.#send();
  }

  #send(): void {
    const connection = this.#connection;
    if (!connection) return;
    const held = this.#held ?? [];
    this.#held = undefined;
    let takesMore = connection.write(this.asked.outgoing);
    for (const bytes of held) takesMore = connection.write(bytes);
    if (this.#isRequestWhole) connection.expectIn(this.#around.limits.answerMs);
    if (takesMore && held.length > 0) this.visitor.resumeBody();
  }

  #readAnswer(bytes: Buffer, to: number): void {
    const end = this.#reader.read(bytes, to);
    if (this.#trailers !== undefined) this.#complete(end === to);
    else if (!this.#isOver && !this.visitor.flush()) this.#connection?.pause();
  }

  #receiveTunnel(bytes: Buffer): void {
    this.bytesOut += bytes.length;
    if (!this.visitor.tunnel(bytes)) this.#connection?.pause();
  }

  /** The answer is whole. `isClean`: nothing came behind it. */
  #complete(isClean: boolean): void {
    const connection = this.#connection;
    this.#connection = undefined;
    const isReusable = isClean && this.#isReusable && this.#isRequestWhole;
    if (connection?.isFree && isReusable) this.upstream?.connections.giveBack(connection);
    else connection?.destroy();
    this.#over();
    this.visitor.end(this.#trailers ?? '');
  }

  /** Nothing was sent: another instance may do it. */
  #tryAnother(): void {
    this.#connection = undefined;
    if (this.upstream) {
      this.upstream.dialled(false);
      this.asked.version.counter.dialFailed();
      this.#tried.push(this.upstream);
      this.instanceId = this.upstream.instanceId;
      this.upstream.giveUp();
    }
    this.upstream = undefined;
    this.start();
  }

  /** The connection is gone and the answer is not whole. */
  #fail(code: RefusalCode): void {
    const connection = this.#connection;
    const mayRepeat = code === 'upstream_broken' && connection?.isUsed === true && !this.#reader.hasBegun;
    if (mayRepeat && !this.#isRepeated && this.#isRepeatable() && this.upstream) this.#repeat(this.upstream);
    else this.#end(code);
  }

  /**
   * The connection may have been closed before the request came to it, by an instance that is alive or by one that
   * just died: another instance is asked, the same one where there is no other, and never on an old connection.
   */
  #repeat(lost: Upstream): void {
    this.#isRepeated = true;
    this.#held = [];
    this.instanceId = lost.instanceId;
    lost.giveUp();
    const upstreams = this.#around.findVersion(this.version)?.upstreams ?? [];
    this.#startOn(pickUpstream(upstreams, [...this.#tried, lost], () => this.#around.random()) ?? lost);
  }

  /** Whether sending it twice is as good as once (RFC 9110 §9.2.2), and nothing of it would be missing. */
  #isRepeatable(): boolean {
    const { method, hasBody, upgrade } = this.asked.head;
    return !hasBody && upgrade === null && IDEMPOTENT.has(method);
  }

  /** With our own page where nothing was answered; else the visitor has to see that the answer is not whole. */
  #end(code: RefusalCode): void {
    this.#connection = undefined;
    if (this.#reader.isAnswered) this.#breakOff();
    else this.#refuse(code);
  }

  #refuse(code: RefusalCode): void {
    this.status = REFUSALS[code].status;
    this.#over();
    this.#around.refuse(this, code);
  }

  #breakOff(): void {
    if (!this.#isSwitched) this.status = ANSWER_BROKEN;
    this.#connection = undefined;
    this.#over();
    this.visitor.cut();
  }

  #lines(): string {
    const { version, requestId, lines } = this.asked;
    return `x-cloudberth-version: ${version.versionName}\r\nx-request-id: ${requestId}\r\n${lines}`;
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reader.stop();
    this.#place?.leave();
    this.#release();
    if (this.ms === 0) this.ms = performance.now() - this.startedAt;
    this.#around.onFinished(this);
  }

  #release(): void {
    if (this.upstream) this.instanceId = this.upstream.instanceId;
    this.upstream?.release(this.status);
    this.upstream = undefined;
  }
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
