/** How long and how large things may be. Times in ms, sizes in bytes. */
export type Limits = {
  /** From the first byte of a request's head to its last. */
  headMs: number;
  /** Between two requests of a connection. */
  idleMs: number;
  /** Between two pieces of a request's body. */
  bodyIdleMs: number;
  /** After this time a body has to have come with `minBodyRate` bytes a second on average. */
  bodyGraceMs: number;
  minBodyRate: number;
  /** While a visitor takes nothing of an answer that is there. */
  sendMs: number;
  /** Until an instance takes a connection. */
  dialMs: number;
  /** From the request to the head of its answer; the body may take as long as it likes. */
  answerMs: number;
  /** For what a visitor still sends on a connection that we have ended. */
  lingerMs: number;
  /** Of one request. */
  maxBodyBytes: number;
  /** Requests that may wait for an instance of one version that has none, and of all such versions. */
  heldPerVersion: number;
  heldInAll: number;
};

export const DEFAULT_LIMITS: Limits = {
  headMs: 30_000,
  idleMs: 65_000,
  bodyIdleMs: 30_000,
  bodyGraceMs: 60_000,
  minBodyRate: 100,
  sendMs: 120_000,
  dialMs: 3_000,
  answerMs: 300_000,
  lingerMs: 2_000,
  maxBodyBytes: Number.MAX_SAFE_INTEGER,
  heldPerVersion: 500,
  heldInAll: 1_000,
};

/** The shortest time among them, ms. */
export function shortestOf(limits: Limits): number {
  const {
    minBodyRate: _rate,
    maxBodyBytes: _size,
    heldPerVersion: _held,
    heldInAll: _all,
    ...times
  } = limits;
  return Math.min(...Object.values(times));
}
