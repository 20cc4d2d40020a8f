import { z } from 'zod';
import { countServices, listEnvironments } from '#db/stores/environments.ts';
import { mayDo } from '#server/api/caller.ts';
import { forEnvironment, forInstallation, forSignedIn, router } from '#server/api/init.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';

export const regionSchema = z.enum(['sh', 'gz', 'bj']);

export const environmentsRouter = router({
  /** Those the caller may see, oldest first. */
  list: forSignedIn().query(({ ctx }) =>
    listEnvironments(ctx.db)
      .filter((environment) => mayDo(ctx.caller, 'view', environment.id))
      .map((environment) => ({ ...environment, serviceCount: countServices(ctx.db, environment.id) })),
  ),
  create: forInstallation('administer')
    .input(z.object({ alias: z.string(), region: regionSchema }))
    .mutation(({ ctx, input }) => createEnvironment(ctx.command, input)),
  delete: forEnvironment('administer').mutation(({ ctx }) => deleteEnvironment(ctx.command, ctx.environment)),
});
