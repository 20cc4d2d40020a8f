import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { Exchange, type Surroundings } from '#server/gateway/exchange.ts';
import { requestHeaders } from '#server/gateway/headers.ts';
import type { Meter } from '#server/gateway/meter.ts';
import type { RefusalCode } from '#server/gateway/refusals.ts';
import { type RefuseFacts, refuse } from '#server/gateway/refuse.ts';
import { bodyOf } from '#server/gateway/request-body.ts';
import { type RequestTarget, requestTarget } from '#server/gateway/request-target.ts';
import type { RouteTable, TableService, TableVersion } from '#server/gateway/table.ts';
import { decideVisit, withoutTicket } from '#server/gateway/visit.ts';

export type EntranceSettings = {
  /** Where people sign in, without a slash at the end. */
  consoleUrl: string;
  visitKey: Buffer;
  now: () => number;
  random: () => number;
};

type Decision =
  | { kind: 'forward'; version: TableVersion; target: RequestTarget }
  | { kind: 'redirect'; location: string; cookie: string }
  | {
      kind: 'refuse';
      code: RefusalCode;
      signInUrl?: string;
      counted?: { serviceId: string; versionId: string };
    };

/** Decides where a request goes, and starts its exchange with a version, or answers itself. */
export class Entrance implements Surroundings {
  readonly #table: RouteTable;
  readonly #meter: Meter;
  readonly #settings: EntranceSettings;
  #isDraining = false;

  constructor(table: RouteTable, meter: Meter, settings: EntranceSettings) {
    this.#table = table;
    this.#meter = meter;
    this.#settings = settings;
  }

  /** `upgrade` is the protocol that the connection is to change to. */
  enter(request: IncomingMessage, response: ServerResponse, upgrade: string | null): void {
    const requestId = randomUUID();
    const decision = this.#decide(request);
    if (decision.kind === 'forward') {
      const outgoing = outgoingOf(request, decision.target, upgrade, requestId);
      new Exchange(this, request, response, { version: decision.version, outgoing, requestId }).start();
    } else if (decision.kind === 'refuse') {
      if (decision.counted) this.#meter.count({ ...decision.counted, latencyMs: 0, isError: true });
      this.refuse(request, response, decision.code, { requestId, signInUrl: decision.signInUrl });
    } else this.#redirect(response, decision, requestId);
  }

  /** From now on every answer closes its connection. */
  drain(): void {
    this.#isDraining = true;
  }

  isDraining(): boolean {
    return this.#isDraining;
  }

  random(): number {
    return this.#settings.random();
  }

  findVersion(version: TableVersion): TableVersion | undefined {
    return this.#table.findVersion(version);
  }

  count({ serviceId, versionId }: TableVersion, startedAt: number, isError: boolean): void {
    this.#meter.count({ serviceId, versionId, latencyMs: performance.now() - startedAt, isError });
  }

  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    code: RefusalCode,
    facts: Omit<RefuseFacts, 'closes'>,
  ): void {
    refuse(request, response, code, { ...facts, closes: this.#closes(response) });
  }

  #decide(request: IncomingMessage): Decision {
    const target = requestTarget(request);
    if (!target) return { kind: 'refuse', code: 'request_malformed' };
    const found = this.#table.match(target.host);
    if (!found) return { kind: 'refuse', code: isAddress(target.host) ? 'ip_access' : 'unknown_host' };
    return found.kind === 'service'
      ? decideService(found.service, target, request)
      : this.#decideTest(found.version, target, request);
  }

  #decideTest(version: TableVersion, target: RequestTarget, request: IncomingMessage): Decision {
    const { visitKey, now } = this.#settings;
    const visit = {
      versionId: version.versionId,
      method: request.method ?? 'GET',
      path: target.path,
      cookies: request.headers.cookie ?? '',
    };
    const decision = decideVisit(visitKey, visit, now());
    if (decision.kind === 'forward') return { kind: 'forward', version, target };
    if (decision.kind === 'redirect') return decision;
    return {
      kind: 'refuse',
      code: 'test_address_closed',
      signInUrl: this.#signInUrl(version, withoutTicket(target.path)),
    };
  }

  #signInUrl({ versionId }: TableVersion, path: string): string {
    const back = /^\/(?![/\\])/.test(path) && path.length <= LONGEST_BACK ? path : '/';
    return `${this.#settings.consoleUrl}/visit/${encodeURIComponent(versionId)}?path=${encodeURIComponent(back)}`;
  }

  #redirect(response: ServerResponse, to: { location: string; cookie: string }, requestId: string): void {
    response.writeHead(302, {
      location: to.location,
      'set-cookie': to.cookie,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-length': 0,
      'x-request-id': requestId,
      connection: this.#closes(response) ? 'close' : 'keep-alive',
    });
    response.end();
  }

  #closes(response: ServerResponse): boolean {
    return this.#isDraining || !response.shouldKeepAlive;
  }
}

/** What the console takes back as a path. */
const LONGEST_BACK = 2_000;

function decideService(
  { routes, choice, versions }: TableService,
  target: RequestTarget,
  request: IncomingMessage,
): Decision {
  const { serviceId } = routes;
  if (routes.isPaused) {
    return { kind: 'refuse', code: 'service_paused', counted: { serviceId, versionId: '' } };
  }
  const versionId = choice.take(request, target.path);
  if (versionId === undefined) {
    return { kind: 'refuse', code: 'no_version', counted: { serviceId, versionId: '' } };
  }
  const version = versions.get(versionId);
  if (version) return { kind: 'forward', version, target };
  return { kind: 'refuse', code: 'version_unavailable', counted: { serviceId, versionId } };
}

function outgoingOf(
  request: IncomingMessage,
  target: RequestTarget,
  upgrade: string | null,
  requestId: string,
) {
  const hop = { clientAddress: addressOf(request), host: target.authority, requestId };
  return {
    method: request.method ?? 'GET',
    path: withoutTicket(target.path),
    host: target.authority,
    headers: requestHeaders(request.rawHeaders, hop),
    body: bodyOf(request),
    upgrade,
  };
}

/** IPv4 visitors of a socket that listens on both come as ::ffff:1.2.3.4. */
function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** IPv6 stands in brackets (RFC 3986 §3.2.2). */
function isAddress(host: string): boolean {
  return isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0;
}
