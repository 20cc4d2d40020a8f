import { environmentFingerprint, serviceFingerprint } from '#db/stores/fingerprints.ts';
import { watchFingerprint } from '#server/api/changes.ts';
import { forEnvironment, forService, router } from '#server/api/init.ts';

/** Subscriptions over SSE; each message only says: read again. */
export const liveRouter = router({
  environment: forEnvironment('view').subscription(({ ctx, signal }) =>
    watchFingerprint(ctx, () => environmentFingerprint(ctx.db, ctx.environment.id), signal ?? never()),
  ),
  service: forService('view').subscription(({ ctx, signal }) =>
    watchFingerprint(ctx, () => serviceFingerprint(ctx.db, ctx.service.id), signal ?? never()),
  ),
});

function never(): AbortSignal {
  return new AbortController().signal;
}
