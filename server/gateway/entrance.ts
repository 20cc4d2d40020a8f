import { isIP } from 'node:net';
import type { CookieFence } from '#server/gateway/cookie-fence.ts';
import type { Deadlines } from '#server/gateway/deadlines.ts';
import { Exchange, type Surroundings } from '#server/gateway/exchange.ts';
import type { Hold, Place } from '#server/gateway/hold.ts';
import type { House, OpenConnection, Peer } from '#server/gateway/house.ts';
import type { Limits } from '#server/gateway/limits.ts';
import { REFUSALS, type RefusalCode } from '#server/gateway/refusals.ts';
import { problemAnswer, refusalAnswer } from '#server/gateway/refuse.ts';
import type { RouteTable, TableService, TableVersion } from '#server/gateway/table.ts';
import { requestIdOf, toldLines } from '#server/gateway/told.ts';
import { decideVisit, withoutTicket } from '#server/gateway/visit.ts';
import type { OwnAnswer, Visitor } from '#server/gateway/visitor.ts';
import { waitingAnswer } from '#server/gateway/waiting-page.ts';
import type { Wakes } from '#server/gateway/wake.ts';
import type { WireProblem } from '#server/gateway/wire/problems.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

export type EntranceSettings = {
  /** Where people sign in, without a slash at the end. */
  consoleUrl: string;
  fence: CookieFence;
  visitKey: Buffer;
  limits: Limits;
  deadlines: Deadlines;
  now: () => number;
  random: () => number;
  hold: Pick<Hold, 'take'>;
  holdMs: number;
  wakes: Pick<Wakes, 'answered' | 'postponed'>;
  /** What starts of a version usually take; null where none is known, undefined where it cannot be read now. */
  usualColdStartMs: (versionId: string) => number | null | undefined;
};

type Decision =
  | { kind: 'forward'; version: TableVersion; rule: string; lines: string }
  | { kind: 'redirect'; location: string; cookie: string }
  | { kind: 'refuse'; code: RefusalCode; signInUrl?: string; service?: TableService; versionId?: string };

/** Decides where a request goes, and makes its exchange with a version, or answers itself. */
export class Entrance implements Surroundings, House {
  readonly #table: RouteTable;
  readonly #settings: EntranceSettings;
  readonly limits: Limits;
  readonly deadlines: Deadlines;
  readonly random: () => number;
  readonly fence: CookieFence;
  readonly #onOver: House['onOver'];
  #isDraining = false;

  constructor(table: RouteTable, settings: EntranceSettings, onOver: House['onOver']) {
    this.#onOver = onOver;
    this.#table = table;
    this.#settings = settings;
    this.limits = settings.limits;
    this.deadlines = settings.deadlines;
    this.random = settings.random;
    this.fence = settings.fence;
  }

  enter(visitor: Visitor, head: RequestHead, peer: Peer): Exchange | undefined {
    const requestId = requestIdOf(head, peer);
    const decision = this.#decide(head, peer);
    if (decision.kind === 'forward') {
      const { version, rule, lines } = decision;
      const outgoing = outgoingOf(head, toldLines(head, peer, requestId));
      version.counter.started();
      return new Exchange(this, visitor, { head, outgoing, requestId, version, rule, lines });
    }
    if (decision.kind === 'refuse') this.#refuse(visitor, head, requestId, decision);
    else visitor.say(redirectAnswer(decision, requestId, this.#isDraining));
    return undefined;
  }

  refuseWire(visitor: Visitor, problem: Pick<WireProblem, 'status' | 'reason'>): void {
    visitor.say(problemAnswer(problem));
  }

  onOver(connection: OpenConnection, isClosed: boolean): void {
    this.#onOver(connection, isClosed);
  }

  /** From now on every answer closes its connection. */
  drain(): void {
    this.#isDraining = true;
  }

  isDraining(): boolean {
    return this.#isDraining;
  }

  findVersion(version: TableVersion): TableVersion | undefined {
    return this.#table.findVersion(version);
  }

  onFinished({ asked, instanceId, status, ms, bytesIn, bytesOut, isPostponed }: Exchange): void {
    const { head, version, rule, requestId } = asked;
    if (isPostponed) version.counter.postponed();
    else version.counter.finished(status, ms, bytesIn, bytesOut);
    if (!version.log.takes(status)) return;
    version.log.add({
      at: this.#settings.now(),
      method: head.method,
      host: head.host,
      path: withoutTicket(head.path),
      status,
      ms,
      bytesIn,
      bytesOut,
      versionId: version.versionId,
      versionName: version.versionName,
      instanceId,
      rule,
      requestId,
    });
  }

  hold(exchange: Exchange): Place | undefined {
    return this.#settings.hold.take(exchange);
  }

  postpone({ visitor, asked, version: { counter } }: Exchange): void {
    const { wakes, usualColdStartMs, holdMs, now } = this.#settings;
    const { wake } = counter;
    if (!wake) return void this.refuse({ visitor, asked }, 'version_unavailable');
    wakes.postponed(counter);
    wake.usualMs ??= usualColdStartMs(counter.versionId);
    const { requestId } = asked;
    const facts = { wake, requestId, now: now(), holdMs, closes: this.#isDraining };
    visitor.say(waitingAnswer(asked.head, facts));
  }

  onAwake({ upstream, version }: Exchange): void {
    if (upstream) this.#settings.wakes.answered(version.counter, upstream.instanceId);
  }

  refuse({ visitor, asked }: Pick<Exchange, 'visitor' | 'asked'>, code: RefusalCode): void {
    visitor.say(refusalAnswer(asked.head, code, { requestId: asked.requestId }, this.#isDraining));
  }

  #refuse(
    visitor: Visitor,
    head: RequestHead,
    requestId: string,
    { code, signInUrl, service, versionId = '' }: Extract<Decision, { kind: 'refuse' }>,
  ): void {
    if (service) {
      const { status } = REFUSALS[code];
      const refused = {
        at: this.#settings.now(),
        method: head.method,
        host: head.host,
        path: withoutTicket(head.path),
        status,
      };
      service.refused.started();
      service.refused.finished(status, 0, 0, 0);
      if (service.log.takes(status)) {
        service.log.add({ ...NOTHING_SENT, ...refused, versionId, requestId });
      }
    }
    visitor.say(refusalAnswer(head, code, { requestId, signInUrl }, this.#isDraining));
  }

  #decide(head: RequestHead, peer: Peer): Decision {
    const found = this.#table.match(head.host);
    if (!found) return { kind: 'refuse', code: isAddress(head.host) ? 'ip_access' : 'unknown_host' };
    return found.kind === 'service'
      ? decideService(found.service, head, peer)
      : this.#decideTest(found.version, head, peer);
  }

  #decideTest(version: TableVersion, { method, path, cookies }: RequestHead, { isSecure }: Peer): Decision {
    const { visitKey, now } = this.#settings;
    const visit = { versionId: version.versionId, method, path, cookies, isSecure };
    const decision = decideVisit(visitKey, visit, now());
    if (decision.kind === 'forward') return { kind: 'forward', version, rule: 'test', lines: '' };
    if (decision.kind === 'redirect') return decision;
    return {
      kind: 'refuse',
      code: 'test_address_closed',
      signInUrl: this.#signInUrl(version, withoutTicket(path)),
    };
  }

  #signInUrl({ versionId }: TableVersion, path: string): string {
    const back = /^\/(?![/\\])/.test(path) && path.length <= LONGEST_BACK ? path : '/';
    return `${this.#settings.consoleUrl}/visit/${encodeURIComponent(versionId)}?path=${encodeURIComponent(back)}`;
  }
}

/** What the console takes back as a path. */
const LONGEST_BACK = 2_000;

const NOTHING_SENT = { ms: 0, bytesIn: 0, bytesOut: 0, versionName: '', instanceId: '', rule: '' };

function decideService(service: TableService, head: RequestHead, peer: Peer): Decision {
  const { routes, choice, versions } = service;
  if (routes.isPaused) return { kind: 'refuse', code: 'service_paused', service };
  const chosen = choice.take(head);
  if (chosen === undefined) return { kind: 'refuse', code: 'no_version', service };
  const { versionId, rule, cookie } = chosen;
  const version = versions.get(versionId);
  const lines = cookie === undefined ? '' : cookieLine(cookie, peer);
  if (version) return { kind: 'forward', version, rule, lines };
  return { kind: 'refuse', code: 'version_unavailable', service, versionId };
}

/** What came by TLS stays with it. */
function cookieLine(cookie: string, { isSecure }: Peer): string {
  return `set-cookie: ${cookie}${isSecure ? '; Secure' : ''}\r\n`;
}

/** The whole head as an instance gets it. */
function outgoingOf(head: RequestHead, told: string): string {
  const coding = head.framing.isChunked ? 'transfer-encoding: chunked\r\n' : '';
  const upgrade = head.upgrade === null ? '' : `connection: upgrade\r\nupgrade: ${head.upgrade}\r\n`;
  const path = withoutTicket(head.path);
  return `${head.method} ${path} HTTP/1.1\r\nhost: ${head.authority}\r\n${head.passed}${told}${coding}${upgrade}\r\n`;
}

function redirectAnswer(
  { location, cookie }: { location: string; cookie: string },
  requestId: string,
  closes: boolean,
): OwnAnswer {
  const lines = `location: ${location}\r\nset-cookie: ${cookie}\r\ncache-control: no-store\r\nreferrer-policy: no-referrer\r\nx-request-id: ${requestId}\r\n`;
  return { status: 302, lines, body: '', closes };
}

/** IPv6 addresses stand in brackets. */
function isAddress(host: string): boolean {
  return host.startsWith('[') || isIP(host) !== 0;
}
