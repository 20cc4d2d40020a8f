import { z } from 'zod';
import { forService, router } from '#server/api/init.ts';
import { readLiveView, readTrafficView } from '#server/api/views/traffic-view.ts';
import { abandonGray } from '#server/commands/abandon-gray.ts';
import { rollBack } from '#server/commands/roll-back.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';

/** The generation the person saw: an older one gets a conflict, never a silent overwrite. */
const seen = z.object({ generation: z.int() });

const sharesSchema = z.array(z.object({ versionId: z.string(), percent: z.number() })).max(100);

export const trafficRouter = router({
  get: forService('view').query(({ ctx }) =>
    readTrafficView(ctx, ctx.service, ctx.settings.times.workerSilentMs),
  ),
  live: forService('view').query(({ ctx }) => readLiveView(ctx, ctx.service)),
  set: forService('release')
    .input(seen.extend({ shares: sharesSchema }))
    .mutation(({ ctx, input: { generation, shares } }) =>
      setTraffic(ctx.command, ctx.service, { generation, policy: { mode: 'percent', shares } }),
    ),
  rollBack: forService('release')
    .input(seen.extend({ versionId: z.string() }))
    .mutation(({ ctx, input }) => rollBack(ctx.command, ctx.service, input)),
  abandonGray: forService('release')
    .input(seen)
    .mutation(({ ctx, input }) => abandonGray(ctx.command, ctx.service, input)),
});
