import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { readMachine } from '#db/stores/machine.ts';
import { forgetUser, hasOwner } from '#db/stores/people.ts';
import { MIN_PASSWORD_LENGTH } from '#server/api/auth.ts';
import { commandContext } from '#server/api/context.ts';
import { forAnyone, router } from '#server/api/init.ts';
import { regionSchema } from '#server/api/routers/environments.ts';
import { claimInstallation } from '#server/commands/claim-installation.ts';
import { isEnvironmentAlias } from '#server/domain/naming.ts';
import { Problem } from '#server/domain/problem.ts';

const ownerInput = z.object({
  email: z.email('email_invalid'),
  password: z.string().min(MIN_PASSWORD_LENGTH, 'password_too_short').max(256, 'password_too_long'),
  name: z.string().trim().max(40).optional(),
  environment: z.object({
    alias: z.string().trim().refine(isEnvironmentAlias, 'environment_alias_invalid'),
    region: regionSchema,
  }),
});

export const setupRouter = router({
  /** Whether the owner exists; before that also what the first-run page shows of the machine. */
  status: forAnyone().query(async ({ ctx }) => {
    if (hasOwner(ctx.db)) return { isDone: true as const };
    const machine = readMachine(ctx.db);
    const disk = await statfs(ctx.settings.dataDir);
    const { port, gatewayPort, baseDomain } = ctx.settings;
    return {
      isDone: false as const,
      machine: machine && {
        runner: machine.runner,
        isEngineUp: machine.isEngineUp,
        engineVersion: machine.engineVersion,
        cpuCores: machine.cpuMax,
        memoryGb: machine.memoryTotalGb,
      },
      ports: { console: port, gateway: gatewayPort },
      baseDomain,
      dataDirFreeBytes: disk.bavail * disk.bsize,
    };
  }),

  /** First run, once: makes the owner, the first environment, and signs in. Throws setup_done. */
  createOwner: forAnyone()
    .input(ownerInput)
    .mutation(async ({ ctx, input }) => {
      if (hasOwner(ctx.db)) throw new Problem('setup_done');
      forgetUser(ctx.db, input.email);
      const name = input.name || (input.email.split('@')[0] ?? input.email);
      const { headers, response } = await ctx.auth.api.signUpEmail({
        body: { email: input.email, password: input.password, name },
        returnHeaders: true,
      });
      const environment = claimInstallation(commandContext(ctx, response.user), input);
      for (const cookie of headers.getSetCookie()) ctx.responseHeaders.append('set-cookie', cookie);
      return { environmentId: environment.id };
    }),
});
