import { readMachine } from '#db/stores/machine.ts';
import { forAnyEnvironment, router } from '#server/api/init.ts';

export const machineRouter = router({
  /** The machine as the deployer saw it last; null before its first look. */
  status: forAnyEnvironment('view').query(({ ctx }) => {
    const machine = readMachine(ctx.db);
    if (!machine) return null;
    const { images, id, ...status } = machine;
    return status;
  }),
  /** Images on the engine, samples first. */
  images: forAnyEnvironment('operate').query(({ ctx }) => readMachine(ctx.db)?.images ?? []),
});
