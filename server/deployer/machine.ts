import type { Db } from '#db/open.ts';
import { sumGiven } from '#db/stores/instances.ts';
import { saveMachine } from '#db/stores/machine-status.ts';
import type { Capacity } from '#server/domain/plan/observed.ts';
import type { MachineFacts, Runner } from '#server/runner/port.ts';

export type MachineOptions = {
  db: Db;
  runner: Pick<Runner, 'kind' | 'facts'>;
  /** CPU may be promised this many times over; memory is never given twice. */
  cpuOvercommit: number;
  now: () => number;
};

/** What the machine has, as it was read last, and what of it is given away. */
export class Machine {
  readonly #options: MachineOptions;
  #facts: MachineFacts | undefined;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** Reads the machine again. False where the engine does not answer. */
  async read(): Promise<boolean> {
    const facts = await this.#options.runner.facts();
    // An engine that is down tells nothing of its size or images: the last that is known stays.
    this.#facts = facts.isUp || !this.#facts ? facts : { ...this.#facts, isUp: false };
    return facts.isUp;
  }

  /** Null until the machine was read once with its engine up. */
  capacity(): Capacity | null {
    if (!this.#facts || this.#facts.cpuCores === 0) return null;
    const { cpuCores, memoryBytes } = this.#facts;
    return {
      cpuTotal: cpuCores * this.#options.cpuOvercommit,
      cpuMax: cpuCores,
      memoryTotalGb: Math.floor((memoryBytes / 2 ** 30) * 100) / 100,
      ...sumGiven(this.#options.db),
    };
  }

  /** Puts what is known where the console sees it. */
  save(): void {
    if (!this.#facts) return;
    const { db, runner, now } = this.#options;
    const { isUp, version, images } = this.#facts;
    const unknown = { cpuTotal: 0, cpuMax: 0, memoryTotalGb: 0, ...sumGiven(db) };
    const capacity = this.capacity() ?? unknown;
    saveMachine(
      db,
      { runner: runner.kind, isEngineUp: isUp, engineVersion: version, images, ...capacity },
      now(),
    );
  }
}
