import { z } from 'zod';
import { forService, router } from '#server/api/init.ts';
import { readLiveView, readTrafficView } from '#server/api/views/traffic-view.ts';
import { abandonGray } from '#server/commands/abandon-gray.ts';
import { rollBack } from '#server/commands/roll-back.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { predictMatch } from '#server/domain/request-match-typed.ts';
import { rulesPolicySchema, trafficPolicySchema } from '#server/domain/traffic-schema.ts';

/** The generation the person saw: an older one gets a conflict, never a silent overwrite. */
const seen = z.object({ generation: z.int() });

const LONGEST_TYPED = 20_000;

/** A mutation although it changes nothing: what is typed may hold cookies, and those stay out of URLs. */
const predictionInput = z.object({
  policy: rulesPolicySchema,
  url: z.string().max(LONGEST_TYPED),
  headers: z.string().max(LONGEST_TYPED),
  cookies: z.string().max(LONGEST_TYPED),
});

export const trafficRouter = router({
  get: forService('view').query(({ ctx }) =>
    readTrafficView(ctx, ctx.service, ctx.settings.times.workerSilentMs),
  ),
  live: forService('view').query(({ ctx }) => readLiveView(ctx, ctx.service)),
  set: forService('release')
    .input(seen.extend({ policy: trafficPolicySchema, keepsVisitors: z.boolean().optional() }))
    .mutation(({ ctx, input }) => setTraffic(ctx.command, ctx.service, input)),
  predict: forService('visit')
    .input(predictionInput)
    .mutation(({ input: { policy, ...typed } }) => predictMatch(policy, typed)),
  rollBack: forService('release')
    .input(seen.extend({ versionId: z.string() }))
    .mutation(({ ctx, input }) => rollBack(ctx.command, ctx.service, input)),
  abandonGray: forService('release')
    .input(seen)
    .mutation(({ ctx, input }) => abandonGray(ctx.command, ctx.service, input)),
});
