import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '#db/open.ts';
import { verifyChain } from '#server/commands/verify-chain.ts';
import type { ChainReport } from '#server/domain/audit-report.ts';

export type ChainState = ChainReport & { verifiedAt: number };

/** A look at the page is no reason to walk a hundred thousand rows again. */
const FRESH_MS = 30_000;

type Known = { state?: ChainState; walking?: Promise<ChainState> };

/** Next may load this module more than once in a process. */
const holder = globalThis as { cloudBerthChain?: Known };

/** What a walk of the whole chain has found, half a minute ago at most; one walk at a time, and others in between. */
export async function readChainState(db: Db, isToBeNew = false): Promise<ChainState> {
  holder.cloudBerthChain ??= {};
  const known = holder.cloudBerthChain;
  if (!isToBeNew && known.state && Date.now() - known.state.verifiedAt < FRESH_MS) return known.state;
  known.walking ??= walk(db).finally(() => {
    known.walking = undefined;
  });
  known.state = await known.walking;
  return known.state;
}

async function walk(db: Db): Promise<ChainState> {
  const steps = verifyChain(db);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return { ...value, verifiedAt: Date.now() };
    await nextTurn();
  }
}
