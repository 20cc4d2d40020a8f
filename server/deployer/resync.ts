import { addCorrections } from '#db/stores/machine-status.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { instanceKey } from '#server/deployer/keys.ts';

/** A hint that comes a little before or after is one, too. */
const HINT_MAY_DIFFER_BY_MS = 1_000;

/**
 * Reading everything again although nothing called for it. What that finds and no hint had told is a correction:
 * it is counted, and the count should stay at zero.
 */
export class Resync {
  readonly #context: DeployerContext;
  /** Instance → epoch ms of the last hint at it. */
  #hints = new Map<string, number>();
  /** Epoch ms of the last hint that the engine came back and anything may have changed. */
  #allHintedAt = 0;
  /** Instance → epoch ms at which it was found changed. Judged by a later run, when all hints have come. */
  readonly #found = new Map<string, number>();

  constructor(context: DeployerContext) {
    this.#context = context;
  }

  noteHint(instanceId: string | null): void {
    if (instanceId === null) this.#allHintedAt = Date.now();
    else this.#hints.set(instanceId, Date.now());
  }

  /** Lists the engine's instances again. The view itself asks for rounds of what differs. */
  async run(): Promise<void> {
    const { engine, activities } = this.#context;
    this.#judge();
    const wasKnown = engine.isListed && engine.downSince === null;
    for (const instanceId of await engine.refresh()) {
      const isOurDoing = activities.isBusy(instanceKey(instanceId));
      if (wasKnown && !isOurDoing) this.#found.set(instanceId, Date.now());
    }
  }

  #judge(): void {
    const judged = [...this.#found].filter(([, at]) => at + HINT_MAY_DIFFER_BY_MS <= Date.now());
    const missed = judged.filter(([instanceId, at]) => {
      const hintedAt = Math.max(this.#hints.get(instanceId) ?? 0, this.#allHintedAt);
      return hintedAt < at - HINT_MAY_DIFFER_BY_MS;
    });
    for (const [instanceId] of judged) this.#found.delete(instanceId);
    const oldest = Math.min(Date.now(), ...this.#found.values()) - HINT_MAY_DIFFER_BY_MS;
    this.#hints = new Map([...this.#hints].filter(([, at]) => at >= oldest));
    if (missed.length > 0) addCorrections(this.#context.db, missed.length);
  }
}
