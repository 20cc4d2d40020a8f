// How much one person, or one address that is nobody yet, may ask of the API. In memory: a restart forgets it, and
// lockout of accounts, which must outlive one, is elsewhere (api/auth/). Our own buckets rather than a package: the
// kept ones count in a store of their own and for one framework each, and this is forty lines.
import { networkOf } from '#server/api/address.ts';
import { Problem } from '#server/domain/problem.ts';
import { type Allowance, type Bucket, isFull, takeFrom } from '#server/domain/token-bucket.ts';

/** Far above what a page or a script with a purpose asks for; low enough that one cannot stand in others' way. */
const ALLOWANCES = {
  'person-read': { burst: 6_000, perMinute: 12_000 },
  'person-write': { burst: 300, perMinute: 120 },
  'stranger-read': { burst: 300, perMinute: 300 },
  /** Signing in, joining, applying, setting up. */
  'stranger-write': { burst: 60, perMinute: 30 },
} as const satisfies Record<string, Allowance>;

export type TurnKind = keyof typeof ALLOWANCES;

/** Open tabs and tails of logs of one person, or of one address. */
const MAX_STREAMS = 50;
/** Beyond this many, those that are as good as new are forgotten. */
const MAX_BUCKETS = 10_000;

export class RateLimits {
  readonly #buckets = new Map<string, { kind: TurnKind; bucket: Bucket }>();
  readonly #streams = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** How many it remembers. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Throws too_many_requests with the seconds after which it may be asked again. */
  take(kind: TurnKind, who: string, cost = 1): void {
    const key = `${kind} ${networkOf(who)}`;
    const now = this.#now();
    const { bucket, waitMs } = takeFrom(this.#buckets.get(key)?.bucket, ALLOWANCES[kind], cost, now);
    this.#buckets.set(key, { kind, bucket });
    if (this.#buckets.size > MAX_BUCKETS) this.#forget(now);
    if (waitMs > 0) throw new Problem('too_many_requests', { params: { seconds: Math.ceil(waitMs / 1000) } });
  }

  /** Counts a stream that stays open. Gives what to call, once or more often, when it ends. Throws too_many_streams. */
  openStream(who: string): () => void {
    const key = networkOf(who);
    const open = this.#streams.get(key) ?? 0;
    if (open >= MAX_STREAMS) throw new Problem('too_many_streams', { params: { limit: MAX_STREAMS } });
    this.#streams.set(key, open + 1);
    let isOpen = true;
    return () => {
      if (isOpen) this.#closeStream(key);
      isOpen = false;
    };
  }

  #closeStream(key: string): void {
    const left = (this.#streams.get(key) ?? 1) - 1;
    if (left > 0) this.#streams.set(key, left);
    else this.#streams.delete(key);
  }

  #forget(now: number): void {
    for (const [key, { kind, bucket }] of this.#buckets) {
      if (isFull(bucket, ALLOWANCES[kind], now)) this.#buckets.delete(key);
    }
  }
}

const holder = globalThis as { cloudBerthLimits?: RateLimits };

/** Those of this process; Next may load this module more than once. */
export function rateLimits(): RateLimits {
  holder.cloudBerthLimits ??= new RateLimits();
  return holder.cloudBerthLimits;
}
