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
  #counting: NodeJS.Timeout | undefined;

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
    const wasKnown = engine.isListed && engine.downSince === null;
    const since = Date.now() - HINT_MAY_DIFFER_BY_MS;
    const changed = await engine.refresh();
    const unexplained = changed.filter((id) => wasKnown && !activities.isBusy(instanceKey(id)));
    clearTimeout(this.#counting);
    this.#counting = setTimeout(() => this.#count(unexplained, since), HINT_MAY_DIFFER_BY_MS);
  }

  close(): void {
    clearTimeout(this.#counting);
  }

  #count(changed: readonly string[], since: number): void {
    const isHinted = (id: string) => Math.max(this.#hints.get(id) ?? 0, this.#allHintedAt) >= since;
    const missed = changed.filter((id) => !isHinted(id));
    this.#hints = new Map([...this.#hints].filter(([, at]) => at >= since));
    if (missed.length > 0) addCorrections(this.#context.db, missed.length);
  }
}
