import { z } from 'zod';
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
  /** Epoch ms. */
  since: z.int().optional(),
  /** Where the page before ended. */
  before: z.object({ at: z.int(), id: z.int() }).optional(),
});

export const requestsRouter = router({
  list: forService('view')
    .input(filterInput)
    .query(({ ctx, input: { before, ...filter } }) => readRequestPage(ctx, ctx.service, filter, before)),
  figures: forService('view')
    .input(z.object({ range: z.enum(['live', 'hour', 'day', 'month']) }))
    .query(({ ctx, input }) => readRequestFigures(ctx.metrics, ctx.service, input.range)),
  setQueryLogging: forService('operate')
    .input(z.object({ keeps: z.boolean() }))
    .mutation(({ ctx, input }) => setQueryLogging(ctx.command, ctx.service, input.keeps)),
});
