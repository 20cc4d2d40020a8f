import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { Share } from '#server/domain/traffic.ts';
import { turnsOf } from '#server/domain/weighted-choice.ts';
import type { Choice, Chosen } from '#server/gateway/choice.ts';

/** Whose turn it is. Outlives a change of the routes as long as the shares stay, so that the split stays exact. */
export class Turns implements Choice {
  readonly #shares: string;
  readonly #order: readonly Chosen[];
  #next = 0;

  constructor(shares: readonly Share[]) {
    this.#shares = sharesKey(shares);
    const chosen = new Map(shares.map(({ versionId }) => [versionId, { versionId, rule: 'percent' }]));
    this.#order = turnsOf(shares).flatMap((versionId) => chosen.get(versionId) ?? []);
  }

  isFor({ traffic, seats }: ServiceRoutes): boolean {
    return seats === undefined && traffic.mode === 'percent' && this.#shares === sharesKey(traffic.shares);
  }

  /** The version for the next request; undefined without shares. */
  take(): Chosen | undefined {
    const chosen = this.#order[this.#next];
    this.#next = (this.#next + 1) % Math.max(1, this.#order.length);
    return chosen;
  }
}

function sharesKey(shares: readonly Share[]): string {
  return shares.map((share) => `${share.versionId}=${share.percent}`).join(' ');
}
