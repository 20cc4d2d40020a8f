import { z } from 'zod';
import { findPackage } from '#db/stores/packages.ts';
import { forService, router } from '#server/api/init.ts';
import { viewOfPackage } from '#server/api/views/package-view.ts';

/** 本地代码. It comes in by POST /api/uploads, not here: a body of that size belongs into no procedure. */
export const packagesRouter = router({
  /** What was uploaded for this service; null where it is another's, or gone. */
  get: forService('operate')
    .input(z.object({ packageId: z.string() }))
    .query(async ({ ctx, input }) => {
      const found = findPackage(ctx.db, input.packageId);
      if (found?.serviceId !== ctx.service.id) return null;
      try {
        return await viewOfPackage(ctx.settings.dataDir, found);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    }),
});
