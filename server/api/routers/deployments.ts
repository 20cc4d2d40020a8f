import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { countDeployments, findDeployment, listDeployments } from '#db/stores/deployments.ts';
import { userNames } from '#db/stores/people.ts';
import { forDeployment, forService, router } from '#server/api/init.ts';
import { readLogFrom } from '#server/api/log-tail.ts';
import { readDeploymentRows, readDeploymentView } from '#server/api/views/deployment-view.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';

const PAGE_SIZE = 10;
const LOG_POLL_MS = 200;

export const deploymentsRouter = router({
  /** 部署记录: one page of 10, newest first. */
  list: forService('view')
    .input(z.object({ page: z.int().min(1).default(1) }))
    .query(({ ctx, input }) => ({
      items: readDeploymentRows(
        ctx.db,
        listDeployments(ctx.db, ctx.service.id, { limit: PAGE_SIZE, offset: (input.page - 1) * PAGE_SIZE }),
        userNames(ctx.db),
      ),
      total: countDeployments(ctx.db, ctx.service.id),
      pageSize: PAGE_SIZE,
    })),
  get: forDeployment('view').query(({ ctx }) => readDeploymentView(ctx, ctx.service, ctx.deployment)),
  cancel: forDeployment('operate').mutation(({ ctx }) => cancelDeployment(ctx.command, ctx.deployment)),
  /** The log from byte `offset` on, live until the deployment has ended and all of it was sent. */
  log: forDeployment('view')
    .input(z.object({ offset: z.int().min(0).default(0) }))
    .subscription(async function* ({ ctx, input, signal }) {
      const file = path.join(ctx.settings.dataDir, 'logs', 'deployments', `${ctx.deployment.id}.log`);
      let offset = input.offset;
      while (!signal?.aborted) {
        const isEnded = findDeployment(ctx.db, ctx.deployment.id)?.state !== 'running';
        const { lines, nextOffset } = await readLogFrom(file, offset);
        offset = nextOffset;
        if (lines.length > 0 || isEnded) yield { lines, nextOffset, isEnd: isEnded && lines.length === 0 };
        if (isEnded && lines.length === 0) return;
        await wait(LOG_POLL_MS, undefined, { signal }).catch(() => undefined); // The loop's condition sees the abort.
      }
    }),
});
