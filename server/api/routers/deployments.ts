import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { countDeployments, findDeployment, listDeployments } from '#db/stores/deployments.ts';
import { userNames } from '#db/stores/people.ts';
import { forDeployment, forService, router } from '#server/api/init.ts';
import { readLogFrom } from '#server/api/log-tail.ts';
import { readDeploymentRows, readDeploymentView } from '#server/api/views/deployment-view.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';

const PAGE_SIZE = 10;
const LOG_POLL_MS = 200;
/** Instances of a deployment that ended are still being stopped, and that is logged as well. */
const LOG_AFTER_END_MS = 15_000;

export const deploymentsRouter = router({
  /** 部署记录: one page of 10, newest first; of the whole service, or of one of its versions. */
  list: forService('view')
    .input(z.object({ page: z.int().min(1).default(1), versionId: z.string().optional() }))
    .query(({ ctx, input }) => {
      const page = { limit: PAGE_SIZE, offset: (input.page - 1) * PAGE_SIZE };
      const rows = listDeployments(ctx.db, ctx.service.id, page, input.versionId);
      return {
        items: readDeploymentRows(ctx.db, rows, userNames(ctx.db)),
        total: countDeployments(ctx.db, ctx.service.id, input.versionId),
        pageSize: PAGE_SIZE,
      };
    }),
  get: forDeployment('view').query(({ ctx }) => readDeploymentView(ctx, ctx.service, ctx.deployment)),
  cancel: forDeployment('operate').mutation(({ ctx }) => cancelDeployment(ctx.command, ctx.deployment)),
  /**
   * The log from byte `offset` on, live until all was sent and the deployment has ended some time ago. Each message's id is
   * the next offset, so that a client whose connection was cut goes on there.
   */
  log: forDeployment('view')
    .input(
      z.object({ offset: z.int().min(0).default(0), lastEventId: z.coerce.number().int().min(0).optional() }),
    )
    .subscription(async function* ({ ctx, input, signal }) {
      const file = path.join(ctx.settings.dataDir, 'logs', 'deployments', `${ctx.deployment.id}.log`);
      let offset = input.lastEventId ?? input.offset;
      while (!signal?.aborted) {
        ctx.requireStill();
        const { finishedAt = 0 } = findDeployment(ctx.db, ctx.deployment.id) ?? {};
        const isOver = finishedAt !== null && Date.now() - finishedAt > LOG_AFTER_END_MS;
        const { lines, nextOffset } = await readLogFrom(file, offset);
        const isEnd = isOver && lines.length === 0;
        if (lines.length > 0 || isEnd)
          yield tracked(String(nextOffset), { offset, lines, nextOffset, isEnd });
        offset = nextOffset;
        if (isEnd) return;
        await wait(LOG_POLL_MS, undefined, { signal }).catch(() => undefined); // The loop's condition sees the abort.
      }
    }),
});
