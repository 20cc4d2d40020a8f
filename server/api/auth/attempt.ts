// Everything that can be guessed (password, second factor, setup code) is tried through here: it is counted as a
// failure before it is known whether it is one, in one transaction. So a hundred tries at once get no further than a
// hundred one after another.
import {
  accountKey,
  findFailures,
  forgetFailures,
  forgetFailuresBefore,
  saveFailures,
} from '#db/stores/sign-in-failures.ts';
import { addressOf } from '#server/api/address.ts';
import type { ApiContext } from '#server/api/context.ts';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  afterFailure,
  type Failures,
  type LockoutRule,
  waitMs,
  withoutFailure,
} from '#server/domain/lockout.ts';
import { Problem } from '#server/domain/problem.ts';

export type Attempt = {
  /** The whole proof was right: the account's failures are forgotten, the address's stay. */
  succeed(): void;
  /** A part of it was right, or it could not be tried: as if it had not been made. */
  takeBack(): void;
};

type Counted = { key: string; rule: LockoutRule; counted: Failures };

/**
 * Counts one try; `account` is the e-mail address as it was typed, null where none is asked for. Throws
 * too_many_attempts with the seconds to wait, whether or not there is such an account.
 */
export function beginAttempt(ctx: ApiContext, account: string | null): Attempt {
  const keys = keysOf(ctx, account);
  const now = Date.now();
  const counted = inTransaction(ctx, () => {
    forgetFailuresBefore(ctx.db, now - ACCOUNT_RULE.forgottenAfterMs);
    const known = keys.map((each) => ({ ...each, failures: findFailures(ctx.db, each.key) }));
    const longestMs = Math.max(...known.map(({ failures }) => waitMs(failures, now)));
    return longestMs > 0 ? longestMs : known.map((each) => countOne(ctx, each, now));
  });
  if (typeof counted === 'number') throw tooMany(ctx, counted);
  const takeBack = (each: Counted) => takeBackOne(ctx, each);
  return {
    succeed: () =>
      inTransaction(ctx, () => {
        for (const each of counted)
          if (each.rule === ACCOUNT_RULE) forgetFailures(ctx.db, each.key);
          else takeBack(each);
      }),
    takeBack: () => inTransaction(ctx, () => counted.forEach(takeBack)),
  };
}

/** Of what cannot be told from where it comes, all is counted together. */
function keysOf({ headers }: ApiContext, account: string | null) {
  const address = { key: `address:${addressOf(headers) ?? 'unknown'}`, rule: ADDRESS_RULE };
  if (account === null) return [address];
  return [{ key: accountKey(account), rule: ACCOUNT_RULE }, address];
}

function countOne(
  { db }: ApiContext,
  { key, rule, failures }: { key: string; rule: LockoutRule; failures: Failures | undefined },
  now: number,
): Counted {
  const counted = afterFailure(rule, failures, now);
  saveFailures(db, key, counted);
  return { key, rule, counted };
}

function takeBackOne({ db }: ApiContext, { key, counted }: Counted): void {
  const failures = findFailures(db, key);
  if (failures) saveFailures(db, key, withoutFailure(failures, counted));
}

function tooMany({ responseHeaders }: ApiContext, waitingMs: number): Problem {
  const seconds = Math.ceil(waitingMs / 1_000);
  responseHeaders.set('retry-after', String(seconds)); // RFC 9110 §10.2.3.
  return new Problem('too_many_attempts', { params: { seconds } });
}

function inTransaction<Result>({ db }: ApiContext, body: () => Result): Result {
  return db.transaction(body, { behavior: 'immediate' });
}
