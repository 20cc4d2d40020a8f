import type { Outcome, Seen } from '#server/gateway/wire/fuzz/outcome.ts';

/** How our reading of a stream compares with another one. */
export type Comparison =
  | { kind: 'same' }
  /** We refuse, the other may have gone on. */
  | { kind: 'we-refuse'; reason: string }
  /** The other refuses what we take: nobody can be misled. */
  | { kind: 'other-refuses'; reason: string }
  /** Both take it, and see other ends. Must never be. */
  | { kind: 'differ'; at: number };

/** Walks both readings until one of them stops. */
export function compare(ours: Outcome, other: Outcome): Comparison {
  for (let at = 0; ; at += 1) {
    const own = ours.requests[at];
    const their = other.requests[at];
    if (!own) return compareEnd(ours, other, at);
    if (!their) return other.end === 'refused' ? otherRefuses(other) : { kind: 'differ', at };
    if (!isSame(own, their)) return { kind: 'differ', at };
    if (own.closes || their.closes) return { kind: 'same' };
  }
}

/**
 * We see no further whole request. Where we wait for the rest of a body, a reader that does not tell bodies may have
 * seen the head of the same request, and nothing behind it.
 */
function compareEnd(ours: Outcome, { requests }: Outcome, at: number): Comparison {
  if (ours.end === 'refused') return { kind: 'we-refuse', reason: ours.reason ?? '' };
  const [their, next] = requests.slice(at);
  if (!their || (ours.end === 'body' && their.body === undefined && !next)) return { kind: 'same' };
  return { kind: 'differ', at };
}

function otherRefuses({ reason }: Outcome): Comparison {
  return { kind: 'other-refuses', reason: reason ?? '' };
}

function isSame(own: Seen, their: Seen): boolean {
  return own.line === their.line && (their.body === undefined || own.body === their.body);
}
