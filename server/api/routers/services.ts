import { z } from 'zod';
import { listServices } from '#db/stores/services.ts';
import { forEnvironment, forService, router } from '#server/api/init.ts';
import { readDeletion } from '#server/api/views/deletion-view.ts';
import { readNetworkViews } from '#server/api/views/network-view.ts';
import { readServiceView, type ServiceView } from '#server/api/views/service-view.ts';
import { changeService } from '#server/commands/change-service.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { networkChoiceSchema } from '#server/domain/networks.ts';

const PAGE_SIZE = 20;
const remarkSchema = z.string().max(200, 'remark_too_long').default('');

const listInput = z.object({
  filter: z.string().max(100).default(''),
  show: z.enum(['all', 'gray', 'abnormal']).default('all'),
  page: z.int().min(1).default(1),
});

export const servicesRouter = router({
  /** One page of 20 by network, oldest network first, newest service first; with the numbers of the three choices. */
  list: forEnvironment('view')
    .input(listInput)
    .query(({ ctx, input }) => {
      const services = listServices(ctx.db, ctx.environment.id, input.filter.trim());
      const all = services.map((service) => readServiceView(ctx.db, ctx.settings, service));
      const chosen = { all, gray: all.filter(isInGray), abnormal: all.filter(isAbnormal) };
      const networks = readNetworkViews(ctx.db, ctx.environment.id);
      const rows = byNetwork(networks, chosen[input.show]);
      const from = (input.page - 1) * PAGE_SIZE;
      return {
        items: rows.slice(from, from + PAGE_SIZE),
        total: rows.length,
        pageSize: PAGE_SIZE,
        networks,
        counts: { all: all.length, gray: chosen.gray.length, abnormal: chosen.abnormal.length },
      };
    }),
  get: forService('view').query(({ ctx }) => readServiceView(ctx.db, ctx.settings, ctx.service)),
  create: forEnvironment('operate')
    .input(z.object({ name: z.string(), remark: remarkSchema, network: networkChoiceSchema.optional() }))
    .mutation(({ ctx, input }) => ({ serviceId: createService(ctx.command, input).id })),
  change: forService('operate')
    .input(z.object({ remark: remarkSchema, releaseMode: z.enum(['standard', 'parallel']) }))
    .mutation(({ ctx, input: { remark, releaseMode } }) =>
      changeService(ctx.command, ctx.service, { remark, releaseMode }),
    ),
  pause: forService('release').mutation(({ ctx }) => setPaused(ctx.command, ctx.service, true)),
  resume: forService('release').mutation(({ ctx }) => setPaused(ctx.command, ctx.service, false)),
  /** What would go with the service: to be seen before it is deleted whole. */
  deletion: forService('operate').query(({ ctx }) => readDeletion(ctx, ctx.service, Date.now())),
  /** `name` as it was typed; D-V8 and S3-42 say when either mode is allowed. */
  delete: forService('operate')
    .input(z.object({ mode: z.enum(['empty', 'whole']), name: z.string() }))
    .mutation(({ ctx, input: { mode, name } }) => deleteService(ctx.command, ctx.service, { mode, name })),
});

/** Stable: within a network the order stays. */
function byNetwork(networks: readonly { id: string }[], services: readonly ServiceView[]): ServiceView[] {
  const places = new Map(networks.map(({ id }, place) => [id, place]));
  return services.toSorted((a, b) => (places.get(a.networkId) ?? 0) - (places.get(b.networkId) ?? 0));
}

function isInGray(service: ServiceView): boolean {
  return service.serving.length > 1;
}

function isAbnormal(service: ServiceView): boolean {
  return service.state === 'abnormal';
}
