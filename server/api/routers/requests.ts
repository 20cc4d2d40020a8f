import { z } from 'zod';
import { keepsQueries } from '#db/stores/logged-queries.ts';
import { forService, router } from '#server/api/init.ts';
import { readRequestFigures, readRequestPage } from '#server/api/views/request-view.ts';
import { setQueryLogging } from '#server/commands/set-query-logging.ts';
import { STATUS_CLASSES } from '#server/domain/status-class.ts';

const LONGEST_TEXT = 200;

const filterInput = z.object({
  versionId: z.string().optional(),
  statusClass: z.enum(STATUS_CLASSES).optional(),
  /** Looked for in the path. */
  text: z.string().max(LONGEST_TEXT).optional(),
  /** No requests older than this, in ms. */
  maxAgeMs: z.int().positive().optional(),
  /** Where the page before ended. */
  cursor: z.object({ at: z.int(), id: z.int() }).nullish(),
});

export const requestsRouter = router({
  list: forService('view')
    .input(filterInput)
    .query(({ ctx, input: { cursor, ...filter } }) =>
      readRequestPage(ctx, ctx.service, filter, cursor ?? undefined, Date.now()),
    ),
  figures: forService('view')
    .input(z.object({ range: z.enum(['live', 'hour', 'day', 'month']) }))
    .query(({ ctx, input }) => readRequestFigures(ctx, ctx.service, input.range)),
  settings: forService('view').query(({ ctx }) => ({ keepsQueries: keepsQueries(ctx.db, ctx.service.id) })),
  setQueryLogging: forService('operate')
    .input(z.object({ keeps: z.boolean() }))
    .mutation(({ ctx, input }) => setQueryLogging(ctx.command, ctx.service, input.keeps)),
});
