// Commands: one file for each thing a person can ask for. Synchronous, one immediate transaction each: read, ask
// the domain, write, append an event. API, CLI, seed, tests and the deployer call the same functions.
import type { Db } from '#db/open.ts';
import type { EventOrigin } from '#server/domain/audit.ts';
import type { SealedPlace } from '#server/domain/sealed-place.ts';

export type Actor = {
  id: string;
  name: string;
  /** Where the request came from; absent where the system or a command on the machine acts. */
  origin?: EventOrigin;
};

/** The deployer acts under this name. */
export const SYSTEM: Actor = { id: 'system', name: 'system' };

/** Whoever may start commands on the machine acts under the same name; the log tells them apart. */
export const ON_MACHINE: Actor = {
  ...SYSTEM,
  origin: { via: 'command', requestId: null, address: null, tokenId: null },
};

/** What a command needs from outside: the database, who asks, the clock (epoch ms) and chance. */
export type CommandContext = {
  db: Db;
  actor: Actor;
  now: () => number;
  /** `length` characters of [a-z0-9], not to be guessed. */
  randomText: (length: number) => string;
  /** A secret in the form in which it is stored at this place. To be called in the transaction that stores it. */
  seal: (text: string, place: SealedPlace) => string;
};
