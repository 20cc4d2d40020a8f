import { z } from 'zod';
import { findInstance } from '#db/stores/instances.ts';
import { countVersions, readSpec } from '#db/stores/versions.ts';
import { forService, forVersion, router } from '#server/api/init.ts';
import { readInstances } from '#server/api/views/instance-view.ts';
import { readInstanceLog, readTrouble } from '#server/api/views/trouble-view.ts';
import { readVersionSummaries, readVersionViews, viewsOf } from '#server/api/views/version-view.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { deployInputSchema } from '#server/domain/deploy-input.ts';
import { INSTANCE_GROUPS } from '#server/domain/instance-group.ts';
import { serviceUrl, testHostLabel, versionName } from '#server/domain/naming.ts';
import { Problem } from '#server/domain/problem.ts';
import { specInputSchema, versionSpecSchema } from '#server/domain/spec.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';

const PAGE_SIZE = 10;
const LOG_LINES_SHOWN = 1_000;
const VISIT_MS = 12 * 3600_000;
const SHARE_MS = 7 * 24 * 3600_000;

export const versionsRouter = router({
  /** One page of 10, newest first. */
  list: forService('view')
    .input(z.object({ page: z.int().min(1).default(1) }))
    .query(({ ctx, input }) => ({
      items: readVersionViews(ctx.db, ctx.settings, ctx.service, {
        limit: PAGE_SIZE,
        offset: (input.page - 1) * PAGE_SIZE,
      }),
      total: countVersions(ctx.db, ctx.service.id),
      pageSize: PAGE_SIZE,
    })),
  /** Every version that may be given traffic, newest first: what 流量配置 and 回滚 choose from. */
  servable: forService('view').query(({ ctx }) =>
    readVersionViews(ctx.db, ctx.settings, ctx.service).filter((version) => version.canServe),
  ),
  get: forVersion('view').query(
    ({ ctx }) => viewsOf(ctx.db, ctx.settings, ctx.service, [ctx.version])[0] ?? null,
  ),
  /** 实例 of a version: those that are there, then those that are over, newest first. Times in epoch ms. */
  instances: forVersion('view')
    .input(
      z.object({
        group: z.enum(INSTANCE_GROUPS).optional(),
        /** Part of an id. */
        filter: z.string().trim().max(200).default(''),
        page: z.int().min(1).default(1),
        pageSize: z.int().min(1).max(50).default(PAGE_SIZE),
      }),
    )
    .query(({ ctx, input }) => readInstances(ctx, ctx.version, input)),
  /** Why it is not well, for the page of the version; null while it is. */
  trouble: forVersion('view').query(({ ctx }) => readTrouble(ctx, ctx.service, ctx.version)),
  /** The last lines that one of its instances printed; it may have ended. */
  instanceLog: forVersion('view')
    .input(z.object({ instanceId: z.string() }))
    .query(async ({ ctx, input }) => {
      const instance = findInstance(ctx.db, input.instanceId);
      if (instance?.versionId !== ctx.version.id) throw new Problem('not_found');
      return { lines: await readInstanceLog(ctx.settings, instance.id, LOG_LINES_SHOWN) };
    }),
  /**
   * What 新建版本 starts from: the newest configuration that came up, so that what failed is not repeated unseen; where
   * none did, the newest that was tried. Or the version that is named, also one that failed (复制为新版本). And the
   * name that the next version gets.
   */
  draft: forService('operate')
    .input(z.object({ versionId: z.string().optional() }))
    .query(({ ctx, input }) => {
      const tried = readVersionSummaries(ctx.db, ctx.settings, ctx.service);
      const start =
        input.versionId === undefined
          ? (tried.find((version) => version.canServe) ?? tried[0])
          : tried.find((version) => version.id === input.versionId);
      if (input.versionId !== undefined && !start) throw new Problem('not_found');
      return {
        spec: start ? readSpec(ctx.db, start.id, start.snapshotNumber) : versionSpecSchema.parse(FIRST),
        fromVersionName: start?.name ?? null,
        versionName: versionName(ctx.service.name, ctx.service.lastVersionNumber + 1),
      };
    }),
  deploy: forService('operate')
    .input(deployInputSchema)
    .mutation(({ ctx, input: { spec, trafficStrategy, remark } }) =>
      deployVersion(ctx.command, ctx.service, { spec, trafficStrategy, remark }),
    ),
  /** 保存并重新部署. `fromSnapshotNumber` is what the editing began on. */
  redeploy: forVersion('operate')
    .input(z.object({ spec: specInputSchema, fromSnapshotNumber: z.int() }))
    .mutation(({ ctx, input: { spec, fromSnapshotNumber } }) =>
      redeployVersion(ctx.command, ctx.version, { spec, fromSnapshotNumber }),
    ),
  delete: forVersion('operate').mutation(({ ctx }) => deleteVersion(ctx.command, ctx.version)),
  /** The test address with a ticket for the caller's own browser. `path` begins with a slash. */
  visit: forVersion('visit')
    .input(
      z.object({
        path: z
          .string()
          .regex(/^\/(?![/\\])/)
          .max(2000)
          .default('/'),
      }),
    )
    .query(({ ctx, input }) => ({ url: ticketUrl(ctx, input.path, VISIT_MS) })),
  /** A link to the test address that works for 7 days without signing in. */
  share: forVersion('visit').mutation(({ ctx }) => ({
    url: ticketUrl(ctx, '/', SHARE_MS),
    expiresAt: Date.now() + SHARE_MS,
  })),
});

/** The first version of a service starts from the sample, so that a newcomer has something to deploy. */
const FIRST = { source: { kind: 'image' as const, image: 'sample/hello:v1' } };

type Visited = {
  settings: Parameters<typeof serviceUrl>[1];
  visitKey: Buffer;
  service: { host: string };
  version: { id: string; number: number };
};

/** Joined, not resolved: a path such as `/<tab>/elsewhere` would resolve to another host, and take the ticket there. */
function ticketUrl(ctx: Visited, path: string, forMs: number): string {
  const { origin } = new URL(serviceUrl(testHostLabel(ctx.service.host, ctx.version.number), ctx.settings));
  const url = new URL(`${origin}${path}`);
  const ticket = { versionId: ctx.version.id, expiresAt: Date.now() + forMs };
  url.searchParams.set('__berth_ticket', signVisitTicket(ctx.visitKey, ticket));
  return url.href;
}
