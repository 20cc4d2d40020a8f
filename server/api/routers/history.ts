import { z } from 'zod';
import { forVersion, router } from '#server/api/init.ts';
import { readComparison, readHistory, readMadeFrom } from '#server/api/views/history-view.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';

const PAGE_SIZE = 10;

const snapshotInput = z.object({ snapshotNumber: z.int().min(1) });

/** 版本历史 (S2-17 … S2-19). */
export const historyRouter = router({
  /** One page of 10 of the configurations that ever served, newest first. Times in epoch ms. */
  list: forVersion('view')
    .input(z.object({ page: z.int().min(1).default(1) }))
    .query(({ ctx, input }) => ({
      ...readHistory(ctx.db, ctx.version, { limit: PAGE_SIZE, offset: (input.page - 1) * PAGE_SIZE }),
      pageSize: PAGE_SIZE,
    })),
  /** 查看详情: what serves, beside a snapshot. Secrets are named, never told. */
  compare: forVersion('view')
    .input(snapshotInput)
    .query(({ ctx, input }) => readComparison(ctx.db, ctx.version, input.snapshotNumber)),
  /** What the instances of the configuration that serves are made from; null before that is known. */
  madeFrom: forVersion('view').query(({ ctx }) => readMadeFrom(ctx.db, ctx.version)),
  rollBack: forVersion('operate')
    .input(snapshotInput)
    .mutation(({ ctx, input }) => rollBackVersion(ctx.command, ctx.version, input)),
});
