import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { readMachine } from '#db/stores/machine.ts';
import { deleteMember } from '#db/stores/members.ts';
import { forgetUser, hasOwner } from '#db/stores/people.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { passCookies } from '#server/api/auth/sign-in-outcome.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import { forAnyone, router } from '#server/api/init.ts';
import { requireGoodPassword } from '#server/api/password-list.ts';
import { regionSchema } from '#server/api/routers/environments.ts';
import { claimInstallation } from '#server/commands/claim-installation.ts';
import { isEnvironmentAlias } from '#server/domain/naming.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '#server/domain/password.ts';
import { Problem } from '#server/domain/problem.ts';
import { isSetupCode, removeSetupCode } from '#server/keys/setup-code.ts';

/** What `npm run up` printed. */
const code = z.string().max(64);

const ownerInput = z.object({
  code,
  email: z.email('email_invalid'),
  password: z
    .string()
    .min(MIN_PASSWORD_LENGTH, 'password_too_short')
    .max(MAX_PASSWORD_LENGTH, 'password_too_long'),
  name: z.string().trim().max(40, 'name_invalid').optional(),
  environment: z.object({
    alias: z.string().trim().refine(isEnvironmentAlias, 'environment_alias_invalid'),
    region: regionSchema,
  }),
});

export const setupRouter = router({
  /** Whether the owner exists. Strangers learn nothing else. */
  status: forAnyone().query(({ ctx }) => ({ isDone: hasOwner(ctx.db) })),

  /** What the first-run page shows of the machine. A mutation, as the code has no place in a URL. Throws setup_done. */
  machine: forAnyone()
    .input(z.object({ code }))
    .mutation(async ({ ctx, input }) => {
      requireSetupCode(ctx, input.code);
      const machine = readMachine(ctx.db);
      const disk = await statfs(ctx.settings.dataDir);
      const { port, gatewayPort, baseDomain } = ctx.settings;
      return {
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

  /** First run, once: makes the owner, the first environment, and signs in. Throws setup_done, input_invalid. */
  createOwner: forAnyone()
    .input(ownerInput)
    .mutation(async ({ ctx, input }) => {
      requireSetupCode(ctx, input.code);
      const { email, password, environment } = input;
      const person = { email, password, name: input.name || (email.split('@')[0] ?? email) };
      await requireGoodPassword(password, person);
      forgetUser(ctx.db, email);
      const { headers, response } = await ctx.auth.api.signUpEmail({
        body: person,
        headers: ctx.headers,
        returnHeaders: true,
      });
      const claimed = claim(ctx, response.user, { environment });
      removeSetupCode(ctx.settings.dataDir);
      passCookies(ctx, headers);
      return { environmentId: claimed.id };
    }),
});

/** Who was slower does not stay behind as an account without a role. */
function claim(
  ctx: ApiContext,
  { id, name }: { id: string; name: string },
  input: Parameters<typeof claimInstallation>[1],
) {
  try {
    return claimInstallation(commandContext(ctx, { id, name, origin: ctx.origin }), input);
  } catch (error) {
    deleteMember(ctx.db, id);
    throw error;
  }
}

/** Throws setup_done, input_invalid with setup_code_wrong, too_many_attempts. */
function requireSetupCode(ctx: ApiContext, typed: string): void {
  if (hasOwner(ctx.db)) throw new Problem('setup_done');
  const attempt = beginAttempt(ctx, null);
  if (!isSetupCode(ctx.settings.dataDir, typed))
    throw new Problem('input_invalid', { issues: [{ path: ['code'], code: 'setup_code_wrong' }] });
  attempt.takeBack();
}
