import { z } from 'zod';
import { countNewer, findEvent, listActors, listEvents } from '#db/stores/audit-list.ts';
import { readSetting } from '#db/stores/installation-settings.ts';
import { listVersions } from '#db/stores/versions.ts';
import { readChainState } from '#server/api/audit/chain-state.ts';
import { filterSchema, toFilter } from '#server/api/audit/event-filter.ts';
import { visibleEvents } from '#server/api/audit/visible-events.ts';
import { forAnyEnvironment, forInstallation, router } from '#server/api/init.ts';
import { setAuditRetention } from '#server/commands/set-audit-retention.ts';
import { Problem } from '#server/domain/problem.ts';

const PAGE = 50;
/** Beyond this many it is only said that there are more. */
const MOST_NEWER = 99;

/** 审计: people see what happened in the environments that they may see, owners everything. Times in epoch ms. */
export const auditRouter = router({
  /** Newest first; `cursor` is the id where the page before ended. */
  list: forAnyEnvironment('view')
    .input(filterSchema.extend({ cursor: z.int().nullish() }))
    .query(({ ctx, input: { cursor, ...asked } }) => {
      const filter = toFilter(asked, visibleEvents(ctx));
      const found = listEvents(ctx.db, filter, PAGE + 1, cursor ?? undefined);
      const items = found.slice(0, PAGE);
      return { items, next: found.length > PAGE ? (items.at(-1)?.id ?? null) : null };
    }),
  /** How many events have come after one, and whether there are even more. */
  newer: forAnyEnvironment('view')
    .input(filterSchema.extend({ afterId: z.int() }))
    .query(({ ctx, input: { afterId, ...asked } }) => {
      const count = countNewer(ctx.db, toFilter(asked, visibleEvents(ctx)), afterId, MOST_NEWER + 1);
      return { count: Math.min(count, MOST_NEWER), hasMore: count > MOST_NEWER };
    }),
  /** With before and after, and the names of the versions that they speak of. Throws not_found. */
  get: forAnyEnvironment('view')
    .input(z.object({ eventId: z.int() }))
    .query(({ ctx, input }) => {
      const event = findEvent(ctx.db, visibleEvents(ctx), input.eventId);
      if (!event) throw new Problem('not_found');
      const versions = event.serviceId ? listVersions(ctx.db, event.serviceId) : [];
      const versionNames = Object.fromEntries(versions.map(({ id, name }) => [id, name]));
      return { ...event, versionNames };
    }),
  /** Who has left events that the caller may see. */
  actors: forAnyEnvironment('view').query(({ ctx }) => listActors(ctx.db, visibleEvents(ctx))),
  /** Whether the log is as it was written. */
  chain: forInstallation('administer').query(({ ctx }) => readChainState(ctx.db)),
  /** {@link auditRouter.chain}, walked now. */
  verify: forInstallation('administer').query(({ ctx }) => readChainState(ctx.db, true)),
  retention: forInstallation('administer').query(({ ctx }) => ({
    days: readSetting(ctx.db, 'auditRetentionDays'),
  })),
  setRetention: forInstallation('administer')
    .input(
      z.object({
        days: z
          .int({ error: 'audit_days_invalid' })
          .min(30, 'audit_days_invalid')
          .max(3650, 'audit_days_invalid'),
      }),
    )
    .mutation(({ ctx, input }) => setAuditRetention(ctx.command, input.days)),
});
