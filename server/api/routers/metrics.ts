import { z } from 'zod';
import { forService, router } from '#server/api/init.ts';
import { METRIC_SPLITS, readMetricsView } from '#server/api/views/metrics-view.ts';
import { METRIC_RANGE_NAMES } from '#server/domain/metric-sampling.ts';

const LARGEST_OFFSET_MINUTES = 18 * 60;

const seriesInput = z.object({
  /** One that ends now, or from one epoch second to another. */
  range: z.union([
    z.object({ last: z.enum(METRIC_RANGE_NAMES) }),
    z.object({ from: z.int().nonnegative(), to: z.int().nonnegative() }),
  ]),
  split: z.enum(METRIC_SPLITS),
  versionId: z.string().optional(),
  /** East of UTC: where points are days, they begin at midnight of the reader. */
  zoneOffsetMinutes: z.int().min(-LARGEST_OFFSET_MINUTES).max(LARGEST_OFFSET_MINUTES).default(0),
});

export const metricsRouter = router({
  series: forService('view')
    .input(seriesInput)
    .query(({ ctx, input: { range, split, versionId, zoneOffsetMinutes } }) =>
      readMetricsView(
        ctx,
        ctx.service,
        { range, split, versionId, zoneOffset: zoneOffsetMinutes * 60 },
        Date.now(),
      ),
    ),
});
