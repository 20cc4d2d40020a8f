import type { RouteRow } from '#db/stores/routes.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { type Choice, choiceFor } from '#server/gateway/choice.ts';
import type { Upstream } from '#server/gateway/upstream.ts';
import type { Upstreams } from '#server/gateway/upstreams.ts';

export type TableVersion = {
  serviceId: string;
  versionId: string;
  versionName: string;
  testHost: string;
  /** Instances that may get a new request. */
  upstreams: readonly Upstream[];
};

export type TableService = {
  routes: ServiceRoutes;
  choice: Choice;
  versions: ReadonlyMap<string, TableVersion>;
};

export type Target = { kind: 'service'; service: TableService } | { kind: 'test'; version: TableVersion };

/** Host → where its requests go. Compiled anew for every change and swapped by one assignment. */
export class RouteTable {
  readonly #baseDomain: string;
  readonly #upstreams: Upstreams;
  #services: ReadonlyMap<string, TableService> = new Map();
  #targets: ReadonlyMap<string, Target> = new Map();

  constructor(baseDomain: string, upstreams: Upstreams) {
    this.#baseDomain = baseDomain;
    this.#upstreams = upstreams;
  }

  /** `host` in lower case, without port and trailing dot. */
  match(host: string): Target | undefined {
    return this.#targets.get(host);
  }

  /** The version as it is routed now, for a request that has to choose again. */
  findVersion(version: TableVersion): TableVersion | undefined {
    return this.#services.get(version.serviceId)?.versions.get(version.versionId);
  }

  /** Takes over changed routes. From the return on, no instance that drains or is gone gets a new request. */
  replace(rows: readonly RouteRow[]): void {
    const services = new Map(this.#services);
    for (const { serviceId, document } of rows) {
      if (document) services.set(serviceId, this.#compile(document, services.get(serviceId)));
      else services.delete(serviceId);
    }
    this.#targets = this.#compileTargets(services);
    this.#services = services;
    this.#upstreams.settle(instancesOf(services));
  }

  #compile(routes: ServiceRoutes, before: TableService | undefined): TableService {
    const versions = routes.versions.map((version): [string, TableVersion] => [
      version.versionId,
      {
        serviceId: routes.serviceId,
        versionId: version.versionId,
        versionName: version.versionName,
        testHost: version.testHost,
        upstreams: version.instances
          .filter((instance) => !instance.isDraining)
          .map((instance) => this.#upstreams.of(instance)),
      },
    ]);
    const choice = choiceFor(routes.traffic, before?.choice);
    return { routes, choice, versions: new Map(versions) };
  }

  #compileTargets(services: ReadonlyMap<string, TableService>): Map<string, Target> {
    const targets = new Map<string, Target>();
    for (const service of services.values()) {
      targets.set(this.#nameOf(service.routes.host), { kind: 'service', service });
      for (const version of service.versions.values()) {
        targets.set(this.#nameOf(version.testHost), { kind: 'test', version });
      }
    }
    return targets;
  }

  #nameOf(label: string): string {
    return `${label}.${this.#baseDomain}`.toLowerCase();
  }
}

function instancesOf(services: ReadonlyMap<string, TableService>) {
  return [...services.values()].flatMap(({ routes }) =>
    routes.versions.flatMap((version) => version.instances),
  );
}
