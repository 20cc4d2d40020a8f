import type { RouteRow } from '#db/stores/routes.ts';

/** Before reading again what could not be read. */
const RETRY_MS = 20;

export type RouteSource = {
  /** Rows changed after a revision, oldest first. */
  readAfter(revision: number): RouteRow[];
  /** Puts changed routes in place. */
  replace(rows: RouteRow[]): void;
  /** Everything up to this revision is in place. */
  onServed(revision: number): void;
  onFailed(error: unknown): void;
};

/** Takes changed routes over. While they cannot be read, the last ones go on being served. */
export class RouteFollower {
  readonly #source: RouteSource;
  #revision = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(source: RouteSource) {
    this.#source = source;
  }

  /** Takes over what is new. For the start, and for every hint that something in the database changed. */
  follow(): void {
    clearTimeout(this.#retry);
    try {
      this.#takeOver(this.#source.readAfter(this.#revision));
    } catch (error) {
      this.#source.onFailed(error);
      this.#retry = setTimeout(() => this.follow(), RETRY_MS);
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#retry);
  }

  #takeOver(rows: RouteRow[]): void {
    if (rows.length > 0) this.#source.replace(rows);
    this.#revision = rows.at(-1)?.revision ?? this.#revision;
    this.#source.onServed(this.#revision);
  }
}
