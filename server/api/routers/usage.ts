import { forAnyEnvironment, router } from '#server/api/init.ts';
import { readUsage, usageCsv, usageInput } from '#server/api/views/usage-view.ts';

/** 用量: only of environments that the caller may see. */
export const usageRouter = router({
  summary: forAnyEnvironment('view')
    .input(usageInput)
    .query(({ ctx, input }) => readUsage(ctx, input, Date.now())),
  /** The same as CSV, a line for each version and day or month. */
  csv: forAnyEnvironment('view')
    .input(usageInput)
    .query(({ ctx, input }) => ({ text: usageCsv(ctx, input, Date.now()) })),
});
