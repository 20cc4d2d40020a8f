import { listEnvironments } from '#db/stores/environments.ts';
import { environmentFingerprint, serviceFingerprint } from '#db/stores/fingerprints.ts';
import { listGrants } from '#db/stores/people.ts';
import type { Caller } from '#server/api/caller.ts';
import { watchFingerprint } from '#server/api/changes.ts';
import type { ConsoleState } from '#server/api/console-state.ts';
import { requireStillSignedIn } from '#server/api/granted.ts';
import { forEnvironment, forService, forSignedIn, router } from '#server/api/init.ts';
import { isAllowed } from '#server/domain/rights.ts';

/**
 * Subscriptions over SSE; each message only says: read again. An open page holds one of them, because a browser holds
 * six connections to a console without TLS at most; so each of them also tells when the rights of its reader change.
 */
export const liveRouter = router({
  person: forSignedIn().subscription(({ ctx, signal }) =>
    watchFingerprint(
      { ...ctx, requireStill: requireStillSignedIn(ctx) },
      () => accessMark(ctx),
      signal ?? never(),
    ),
  ),
  environment: forEnvironment('view').subscription(({ ctx, signal }) =>
    watchFingerprint(
      ctx,
      () => `${environmentFingerprint(ctx.db, ctx.environment.id)} ${accessMark(ctx)}`,
      signal ?? never(),
    ),
  ),
  service: forService('view').subscription(({ ctx, signal }) =>
    watchFingerprint(
      ctx,
      () => `${serviceFingerprint(ctx.db, ctx.service.id)} ${accessMark(ctx)}`,
      signal ?? never(),
    ),
  ),
});

/** What somebody may do, and where; differs with every grant and environment that comes or goes. */
function accessMark({ db, caller }: Pick<ConsoleState, 'db'> & { caller: Caller }): string {
  const grants = listGrants(db, caller.id);
  const visible = listEnvironments(db).filter(({ id }) => isAllowed(grants, 'view', id));
  return JSON.stringify([grants, visible.map(({ id }) => id)]);
}

function never(): AbortSignal {
  return new AbortController().signal;
}
