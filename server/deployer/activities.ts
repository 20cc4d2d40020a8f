import { retryPauseMs } from '#server/deployer/keyed-queue.ts';

/** Something slow. `key` is what it works on: an instance, a deployment. */
export type Activity = {
  key: string;
  kind: string;
  /** Calling it again must be safe. Errors it throws are retried; those that mean something it notes itself. */
  run: (signal: AbortSignal) => Promise<void>;
};

type UnderWay = { owner: string; kind: string; calling: AbortController; ended: Promise<void> };

export type ActivitiesOptions = {
  /** An activity of this owner ended, or may be tried again: look what is to be done now. */
  onEnd: (owner: string) => void;
  onError: (activity: Activity, error: unknown) => void;
  random: () => number;
};

/**
 * The slow things under way, at most one a key. Held in memory only: what was under way when the process died is
 * found again from what is stored and started again.
 */
export class Activities {
  readonly #options: ActivitiesOptions;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #failures = new Map<string, number>();
  readonly #resting = new Map<string, NodeJS.Timeout>();
  #isClosed = false;

  constructor(options: ActivitiesOptions) {
    this.#options = options;
  }

  isUnderWay(key: string, kind: string): boolean {
    return this.#underWay.get(key)?.kind === kind;
  }

  isBusy(key: string): boolean {
    return this.#underWay.has(key);
  }

  /**
   * Makes these, and no others, the activities of the owner: calls off what is not wanted any more and starts what
   * is missing. What cannot start because its key is busy is asked for again when that ends.
   */
  follow(owner: string, wanted: readonly Activity[]): void {
    const wantedKinds = new Map(wanted.map((activity) => [activity.key, activity.kind]));
    for (const [key, { owner: its, kind, calling }] of this.#underWay) {
      if (its === owner && wantedKinds.get(key) !== kind) calling.abort();
    }
    for (const activity of wanted) this.#start(owner, activity);
  }

  /** What rests after an error may be tried again now: its cause may be gone. */
  endRests(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }

  /** Calls everything off and waits until it has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.endRests();
    const all = [...this.#underWay.values()];
    for (const { calling } of all) calling.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }

  #start(owner: string, activity: Activity): void {
    const { key, kind } = activity;
    if (this.#isClosed || this.#underWay.has(key) || this.#resting.has(restingKey(activity))) return;
    const calling = new AbortController();
    const ended = this.#run(owner, activity, calling.signal);
    this.#underWay.set(key, { owner, kind, calling, ended });
  }

  async #run(owner: string, activity: Activity, signal: AbortSignal): Promise<void> {
    await Promise.resolve(); // The map has to hold it before it can end.
    try {
      await activity.run(signal);
      this.#failures.delete(restingKey(activity));
    } catch (error) {
      if (!signal.aborted) this.#rest(owner, activity, error);
    }
    this.#underWay.delete(activity.key);
    if (!this.#isClosed) this.#options.onEnd(owner);
  }

  #rest(owner: string, activity: Activity, error: unknown): void {
    this.#options.onError(activity, error);
    const key = restingKey(activity);
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    const timer = setTimeout(
      () => {
        this.#resting.delete(key);
        this.#options.onEnd(owner);
      },
      retryPauseMs(failures, this.#options.random()),
    );
    this.#resting.set(key, timer);
  }
}

function restingKey({ key, kind }: Activity): string {
  return `${kind} ${key}`;
}
