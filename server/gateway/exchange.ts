import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer, Failure, Flow, Outgoing } from '#server/gateway/forward.ts';
import { answerHeaders } from '#server/gateway/headers.ts';
import { pickUpstream } from '#server/gateway/pick.ts';
import type { RefusalCode } from '#server/gateway/refusals.ts';
import type { TableVersion } from '#server/gateway/table.ts';
import { joinSockets } from '#server/gateway/upgrade.ts';
import type { Upstream } from '#server/gateway/upstream.ts';

/** What an exchange needs from the gateway around it. */
export type Surroundings = {
  /** The version as it is routed now. */
  findVersion(version: TableVersion): TableVersion | undefined;
  /** Answers with one of our own pages. */
  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    code: RefusalCode,
    facts: { requestId: string },
  ): void;
  count(version: TableVersion, startedAt: number, isError: boolean): void;
  /** True while the process stops: connections end with their answer. */
  isDraining(): boolean;
  random(): number;
};

/**
 * One request to one version, from the choice of an instance to the last byte. The instance is claimed in the tick
 * of its choice and released exactly once; another one is tried only where dialling failed and nothing was sent.
 */
export class Exchange implements Answer {
  readonly #around: Surroundings;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #version: TableVersion;
  readonly #outgoing: Outgoing;
  readonly #requestId: string;
  readonly #startedAt = performance.now();
  readonly #tried: Upstream[] = [];
  #upstream: Upstream | undefined;
  #cut: (() => void) | undefined;
  #flow: Flow | undefined;
  #hasHead = false;
  #hasBytes = false;
  #isError = false;
  #isOver = false;

  constructor(
    around: Surroundings,
    request: IncomingMessage,
    response: ServerResponse,
    to: { version: TableVersion; outgoing: Outgoing; requestId: string },
  ) {
    this.#around = around;
    this.#request = request;
    this.#response = response;
    this.#version = to.version;
    this.#outgoing = to.outgoing;
    this.#requestId = to.requestId;
  }

  start(): void {
    this.#response.on('close', () => this.#visitorGone());
    this.#tryNext();
  }

  onHead(status: number, headers: string[], flow: Flow): void {
    const passed = this.#passed(headers);
    if (status < 200) this.#informVisitor(status, passed);
    else this.#answerVisitor(status, passed, flow);
  }

  onData(chunk: Buffer): void {
    this.#hasBytes = true;
    if (!this.#response.write(chunk)) this.#flow?.pause();
  }

  onEnd(): void {
    this.#over();
    this.#response.end();
  }

  onUpgraded(headers: string[], socket: Duplex): void {
    joinSockets(this.#response, this.#passed(headers), socket, () => this.#release());
    this.#isOver = true;
    this.#around.count(this.#version, this.#startedAt, false);
  }

  onFailed(failure: Failure): void {
    if (failure === 'dial' && this.#upstream) {
      this.#tried.push(this.#upstream);
      this.#release();
      this.#tryNext();
    } else if (this.#hasHead) this.#breakOff();
    else this.#refuse(failure === 'malformed' ? 'request_malformed' : 'upstream_broken');
  }

  #tryNext(): void {
    const upstreams = this.#around.findVersion(this.#version)?.upstreams ?? [];
    const upstream = pickUpstream(upstreams, this.#tried, () => this.#around.random());
    if (upstream) {
      upstream.claim();
      this.#upstream = upstream;
      this.#cut = upstream.connections.send(this.#outgoing, this);
    } else this.#refuse(this.#tried.length === 0 ? 'version_unavailable' : 'upstream_unreachable');
  }

  #passed(headers: string[]): string[] {
    const { versionName } = this.#version;
    return answerHeaders(headers, { versionName, requestId: this.#requestId });
  }

  #answerVisitor(status: number, passed: string[], flow: Flow): void {
    if (this.#around.isDraining() || this.#outgoing.upgrade !== null) passed.push('connection', 'close');
    this.#response.writeHead(status, passed);
    this.#hasHead = true;
    this.#isError = status >= 500;
    this.#flow = flow;
    this.#response.on('drain', () => flow.resume());
    this.#sendHeadSoon();
  }

  #informVisitor(status: number, headers: string[]): void {
    if (status === 101) return;
    const fields: Record<string, string[]> = {};
    for (let index = 0; index + 1 < headers.length; index += 2) {
      const name = headers[index] ?? '';
      fields[name] = [...(fields[name] ?? []), headers[index + 1] ?? ''];
    }
    this.#response.writeInformation(status, fields);
  }

  /** Head and first bytes go out together where they came together; a head alone is not held back. */
  #sendHeadSoon(): void {
    process.nextTick(() => {
      if (!this.#hasBytes && !this.#isOver) this.#response.flushHeaders();
    });
  }

  #refuse(code: RefusalCode): void {
    this.#isError = code !== 'request_malformed';
    this.#over();
    this.#around.refuse(this.#request, this.#response, code, { requestId: this.#requestId });
  }

  /** The answer broke off: the visitor has to see that it is not whole. */
  #breakOff(): void {
    this.#isError = true;
    this.#over();
    this.#response.destroy();
  }

  #visitorGone(): void {
    if (this.#isOver) return;
    this.#cut?.();
    this.#over();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#release();
    this.#around.count(this.#version, this.#startedAt, this.#isError);
  }

  #release(): void {
    this.#upstream?.release();
    this.#upstream = undefined;
  }
}
