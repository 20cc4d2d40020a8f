import { loadDesiredService } from '#db/stores/desired-service.ts';
import { listServicesWithReady } from '#db/stores/instances.ts';
import { readVersionLoad } from '#db/stores/version-load.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import { desiredReplicas, slotsNeeded, type VersionLoad } from '#server/domain/scaling.ts';
import { scalingRange } from '#server/domain/scaling-range.ts';

const SECOND_MS = 1_000;
/** The gateway stores a second after its turn, and the engine takes its time to tell what was used. */
const LATE_MS = 2_000;

export type LoadWatchContext = Pick<DeployerContext, 'db' | 'metrics' | 'times' | 'now' | 'wake'>;

/**
 * Reads, slot by slot of time, what the instances of every version did, and asks for a round of a service that should
 * have more or fewer. Holds nothing that is not read again after a start.
 */
export class LoadWatch {
  readonly #context: LoadWatchContext;
  readonly #loads: Map<string, VersionLoad>;
  /** Two looks at what instances use are in every slot. */
  readonly #slotMs: number;
  #endsAt = 0;
  /** Version → what its load called for at the last look, and whether any might be let go. */
  #desired = new Map<string, string>();

  /** Fills `loads`, by version. */
  constructor(context: LoadWatchContext, loads: Map<string, VersionLoad>) {
    this.#context = context;
    this.#loads = loads;
    this.#slotMs = SECOND_MS * Math.ceil((2 * context.times.statsPeriodMs) / SECOND_MS);
  }

  /** To be called every second: does nothing before the next slot is over. */
  look(): void {
    const now = this.#context.now();
    const endsAt = Math.floor((now - LATE_MS) / this.#slotMs) * this.#slotMs;
    if (endsAt === this.#endsAt) return;
    this.#endsAt = endsAt;
    const before = this.#desired;
    this.#desired = new Map();
    this.#loads.clear();
    for (const serviceId of listServicesWithReady(this.#context.db)) this.#lookAt(serviceId, before, now);
  }

  #lookAt(serviceId: string, before: ReadonlyMap<string, string>, now: number): void {
    const service = loadDesiredService(this.#context.db, serviceId);
    if (!service) return;
    const hasChanged = service.versions.map((version) => {
      const desired = this.#desiredOf(service, version, now);
      if (desired !== null) this.#desired.set(version.id, desired);
      return desired !== null && desired !== before.get(version.id);
    });
    if (hasChanged.includes(true)) this.#context.wake(serviceId);
  }

  /** Null where load does not matter. */
  #desiredOf(service: DesiredService, version: DesiredVersion, now: number): string | null {
    const { times } = this.#context;
    const range = scalingRange(version.spec, service.scaling, version.manual, now);
    if (range.kind === 'fixed' || range.max <= 1) return null;
    const load = this.#read(service.id, version);
    this.#loads.set(version.id, load);
    const { scalePolicies: conditions } = version.spec;
    const { inFlightTarget } = service.scaling;
    const policy = { min: 0, max: range.max, conditions, inFlightTarget, times };
    const from = (current: number) => desiredReplicas({ ...policy, current }, load, now).replicas;
    return `${from(0)} ${from(range.max)}`;
  }

  #read(serviceId: string, { id, serving }: DesiredVersion): VersionLoad {
    const { db, metrics, times } = this.#context;
    const { cpu, memoryGb } = serving.spec;
    const slots = slotsNeeded(times, this.#slotMs);
    const span = { endsAt: this.#endsAt, slotMs: this.#slotMs, slots };
    return readVersionLoad(db, metrics, { serviceId, versionId: id, cpu, memoryGb, ...span });
  }
}
