// 审计: what is written of everything that people and the system do.

/** `refused`: not allowed, or it could not be done; `failed`: ours to mend. */
export type EventOutcome = 'done' | 'refused' | 'failed';

/** By a browser session, an API token, a command on the machine, or by the system itself. */
export type EventVia = 'session' | 'token' | 'command' | 'system';

/** Where a request came from, kept with every event that it causes. */
export type EventOrigin = {
  via: EventVia;
  requestId: string | null;
  address: string | null;
  tokenId: string | null;
};

/** Up to which event retention has let the log go, and the hash that the next one follows. */
export type PrunedMark = { throughId: number; hash: string };

/** Under whose name stands what was tried without being signed in. */
export const STRANGER = { id: 'stranger', name: '' } as const;
