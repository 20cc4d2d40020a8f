import { z } from 'zod';
import { forService, forVersion, router } from '#server/api/init.ts';
import { readScalingView } from '#server/api/views/scaling-view.ts';
import { setScaling } from '#server/commands/set-scaling.ts';
import { startInstance } from '#server/commands/start-instance.ts';
import { stopInstance } from '#server/commands/stop-instance.ts';
import { scaleSettingsSchema } from '#server/domain/scale-settings.ts';

/** 自动伸缩配置 and 手动启停实例 (console-spec 6.1, 1.13, 1.5). */
export const scalingRouter = router({
  get: forService('view').query(({ ctx }) => readScalingView(ctx.db, ctx.service.id, Date.now())),
  set: forService('operate')
    .input(z.object({ settings: scaleSettingsSchema }))
    .mutation(({ ctx, input }) => setScaling(ctx.command, ctx.service, input.settings)),
  /** One instance more; answers with how many are wanted now. */
  startInstance: forVersion('operate').mutation(({ ctx }) =>
    startInstance(ctx.command, ctx.service, ctx.version),
  ),
  /** This instance goes, once its requests are through; answers with how many are wanted now. */
  stopInstance: forVersion('operate')
    .input(z.object({ instanceId: z.string() }))
    .mutation(({ ctx, input }) => stopInstance(ctx.command, ctx.service, ctx.version, input.instanceId)),
});
