import type { RouteRow } from '#db/stores/routes.ts';
import type { RouteInstance, ServiceRoutes } from '#server/domain/routes.ts';
import { type Choice, choiceFor } from '#server/gateway/choice.ts';
import type { Meter } from '#server/gateway/meter.ts';
import type { RequestLog, ServiceLog } from '#server/gateway/request-log.ts';
import type { Upstream } from '#server/gateway/upstream.ts';
import type { Upstreams } from '#server/gateway/upstreams.ts';
import type { VersionCounter } from '#server/gateway/version-counter.ts';

export type TableVersion = {
  serviceId: string;
  versionId: string;
  versionName: string;
  testHost: string;
  /** Without an instance it is waited for. */
  isWakeable: boolean;
  /** Instances that may get a new request. */
  upstreams: readonly Upstream[];
  counter: VersionCounter;
  log: ServiceLog;
};

export type TableService = {
  routes: ServiceRoutes;
  choice: Choice;
  versions: ReadonlyMap<string, TableVersion>;
  /** Counts what is refused before a version is chosen. */
  refused: VersionCounter;
  log: ServiceLog;
};

export type Target = { kind: 'service'; service: TableService } | { kind: 'test'; version: TableVersion };

/** Where the requests of a service are counted and written down. */
export type Books = { meter: Meter; log: RequestLog };

/** Host → where its requests go. Changed service by service, in one tick: no request sees half a change. */
export class RouteTable {
  readonly #baseDomain: string;
  readonly #upstreams: Upstreams;
  readonly #books: Books;
  readonly #seatKey: Buffer;
  readonly #services = new Map<string, TableService>();
  readonly #targets = new Map<string, Target>();

  /** `seatKey` signs the seats of visitors that are kept. */
  constructor(baseDomain: string, upstreams: Upstreams, books: Books, seatKey: Buffer) {
    this.#baseDomain = baseDomain;
    this.#upstreams = upstreams;
    this.#books = books;
    this.#seatKey = seatKey;
  }

  /** `host` in lower case, without port and trailing dot. */
  match(host: string): Target | undefined {
    return this.#targets.get(host);
  }

  /** The version as it is routed now, for a request that has to choose again. */
  findVersion(version: TableVersion): TableVersion | undefined {
    return this.#services.get(version.serviceId)?.versions.get(version.versionId);
  }

  /** Whether a version, or with '' a service, is still routed. */
  isRouted(serviceId: string, versionId: string): boolean {
    const service = this.#services.get(serviceId);
    return service !== undefined && (versionId === '' || service.versions.has(versionId));
  }

  /** Takes over changed routes. From the return on, no instance that drains or is gone gets a new request. */
  replace(rows: readonly RouteRow[]): void {
    for (const { serviceId, document } of rows) this.#replaceOne(serviceId, document);
  }

  #replaceOne(serviceId: string, document: ServiceRoutes | null): void {
    const before = this.#services.get(serviceId);
    if (before) for (const host of this.#hostsOf(before)) this.#forgetHost(host, serviceId);
    this.#services.delete(serviceId);
    if (document) this.#add(this.#compile(document, before));
    this.#upstreams.settle(instancesOf(before?.routes), instancesOf(document));
  }

  #add(service: TableService): void {
    this.#services.set(service.routes.serviceId, service);
    this.#targets.set(this.#nameOf(service.routes.host), { kind: 'service', service });
    for (const version of service.versions.values()) {
      this.#targets.set(this.#nameOf(version.testHost), { kind: 'test', version });
    }
  }

  /** A host that has gone over to another service stays with it, in whichever order the two changed. */
  #forgetHost(host: string, serviceId: string): void {
    const target = this.#targets.get(host);
    const owner = target?.kind === 'service' ? target.service.routes.serviceId : target?.version.serviceId;
    if (owner === serviceId) this.#targets.delete(host);
  }

  #hostsOf({ routes, versions }: TableService): string[] {
    return [routes.host, ...[...versions.values()].map(({ testHost }) => testHost)].map((label) =>
      this.#nameOf(label),
    );
  }

  #compile(routes: ServiceRoutes, before: TableService | undefined): TableService {
    const { serviceId } = routes;
    const { meter, log } = this.#books;
    const versions = routes.versions.map((version): [string, TableVersion] => [
      version.versionId,
      {
        serviceId,
        versionId: version.versionId,
        versionName: version.versionName,
        testHost: version.testHost,
        isWakeable: version.isWakeable,
        upstreams: version.instances
          .filter((instance) => !instance.isDraining)
          .map((instance) => this.#upstreams.of(instance, { serviceId, versionId: version.versionId })),
        counter: meter.counterOf(serviceId, version.versionId),
        log: log.of(serviceId),
      },
    ]);
    return {
      routes,
      choice: choiceFor(routes, before?.choice, this.#seatKey),
      versions: new Map(versions),
      refused: meter.counterOf(serviceId, ''),
      log: log.of(serviceId),
    };
  }

  #nameOf(label: string): string {
    return `${label}.${this.#baseDomain}`.toLowerCase();
  }
}

function instancesOf(routes: ServiceRoutes | null | undefined): RouteInstance[] {
  return (routes?.versions ?? []).flatMap((version) => version.instances);
}
