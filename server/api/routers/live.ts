import { createHash } from 'node:crypto';
import { accessFingerprint, environmentFingerprint, serviceFingerprint } from '#db/stores/fingerprints.ts';
import { listGrants } from '#db/stores/people.ts';
import { applicationFingerprint, membersFingerprint } from '#db/stores/people-fingerprints.ts';
import type { Caller } from '#server/api/caller.ts';
import { watchFingerprint } from '#server/api/changes.ts';
import type { ConsoleState } from '#server/api/console-state.ts';
import { type RequireStill, requireStillSignedIn } from '#server/api/granted.ts';
import { forEnvironment, forService, forSignedIn, router } from '#server/api/init.ts';
import { isAllowed } from '#server/domain/rights.ts';

/**
 * Subscriptions over SSE; each message says: read again. An open page holds one of them, because a browser holds six
 * connections to a console without TLS at most; so each of them also tells when the rights of its reader change.
 */
export const liveRouter = router({
  person: forSignedIn().subscription(({ ctx, signal }) =>
    tell({ ...ctx, requireStill: requireStillSignedIn(ctx) }, () => personMark(ctx), signal),
  ),
  environment: forEnvironment('view').subscription(({ ctx, signal }) =>
    tell(ctx, () => environmentFingerprint(ctx.db, ctx.environment.id), signal),
  ),
  service: forService('view').subscription(({ ctx, signal }) =>
    tell(ctx, () => serviceFingerprint(ctx.db, ctx.service.id), signal),
  ),
});

type Listener = Pick<ConsoleState, 'db' | 'changes'> & { caller: Caller; requireStill: RequireStill };

/** `access` differs from that of the message before where the reader's rights changed. */
async function* tell(
  ctx: Listener,
  page: () => string,
  signal = never(),
): AsyncGenerator<{ access: string }> {
  const mark = () => `${accessMark(ctx)} ${page()}`;
  for await (const now of watchFingerprint(ctx, mark, signal)) {
    yield { access: now.slice(0, now.indexOf(' ')) };
  }
}

/** Of what somebody may do, and where; in it is no space, and nothing of others to read. */
function accessMark({ db, caller }: Listener): string {
  return createHash('sha256').update(accessFingerprint(db, caller.id)).digest('base64url');
}

/** Of the reader's own application; for who administers, of everybody. */
function personMark({ db, caller }: Pick<Listener, 'db' | 'caller'>): string {
  const own = applicationFingerprint(db, caller.id);
  const mayRead = isAllowed(listGrants(db, caller.id), 'administer', null);
  return mayRead ? `${own} ${membersFingerprint(db)}` : own;
}

function never(): AbortSignal {
  return new AbortController().signal;
}
