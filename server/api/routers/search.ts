import { z } from 'zod';
import { listEnvironments } from '#db/stores/environments.ts';
import { searchServices, searchVersions } from '#db/stores/search.ts';
import { forAnyEnvironment, router } from '#server/api/init.ts';

const LIMIT = 8;

export const searchRouter = router({
  /** Services and versions of the environments that the caller may see, at most 8 of each. */
  query: forAnyEnvironment('view')
    .input(z.object({ text: z.string().trim().max(100) }))
    .query(({ ctx, input }) => {
      const environmentIds = listEnvironments(ctx.db)
        .map((environment) => environment.id)
        .filter(ctx.mayIn);
      return {
        services: searchServices(ctx.db, environmentIds, input.text, LIMIT),
        versions: searchVersions(ctx.db, environmentIds, input.text, LIMIT),
      };
    }),
});
