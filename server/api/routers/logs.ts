import { readLogRetention } from '#db/stores/log-retention.ts';
import { readLogBytes } from '#db/stores/log-room.ts';
import { forService, router } from '#server/api/init.ts';
import { readContext, readSources } from '#server/api/logs/read-logs.ts';
import { searchLogs } from '#server/api/logs/search-logs.ts';
import { tailLogs } from '#server/api/logs/tail-logs.ts';
import { setLogRetention } from '#server/commands/set-log-retention.ts';
import {
  logContextSchema,
  logRetentionSchema,
  logSearchSchema,
  logTailSchema,
} from '#server/domain/log-query.ts';

export const logsRouter = router({
  search: forService('view')
    .input(logSearchSchema)
    .query(({ ctx, input: { serviceId: _, ...search } }) => searchLogs(ctx, ctx.service, search)),
  context: forService('view')
    .input(logContextSchema)
    .query(({ ctx, input }) => readContext(ctx, ctx.service, input)),
  sources: forService('view').query(({ ctx }) => readSources(ctx, ctx.service)),
  tail: forService('view')
    .input(logTailSchema)
    .subscription(({ ctx, input: { serviceId: _, ...tail }, signal }) =>
      tailLogs(ctx, ctx.service, tail, signal ?? new AbortController().signal),
    ),
  settings: forService('view').query(({ ctx }) => ({
    ...readLogRetention(ctx.db, ctx.service.id),
    usedBytes: readLogBytes(ctx.logs, ctx.service.id),
  })),
  setRetention: forService('operate')
    .input(logRetentionSchema)
    .mutation(({ ctx, input: { days, megabytes } }) =>
      setLogRetention(ctx.command, ctx.service, { days, megabytes }),
    ),
});
