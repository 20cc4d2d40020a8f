import type { Environment } from '#db/stores/environments.ts';
import { hasOwner, insertGrant } from '#db/stores/people.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** First run: makes the acting user the owner and creates the first environment. Throws setup_done. */
export function claimInstallation(
  ctx: CommandContext,
  input: { environment: Pick<Environment, 'alias' | 'region'> },
): Environment {
  return runCommand(ctx, () => {
    if (hasOwner(ctx.db)) throw new Problem('setup_done');
    insertGrant(ctx.db, { userId: ctx.actor.id, environmentId: null, role: 'owner', createdAt: ctx.now() });
    record(ctx, { kind: 'installation.claimed', after: { userId: ctx.actor.id, role: 'owner' } });
    return createEnvironment(ctx, input.environment);
  });
}
