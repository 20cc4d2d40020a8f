import { type Environment, findEnvironmentByAlias, insertEnvironment } from '#db/stores/environments.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { isEnvironmentAlias } from '#server/domain/naming.ts';
import { Problem } from '#server/domain/problem.ts';

/** Creates an environment. Its region never changes (S3-19). Throws environment_alias_invalid, environment_alias_taken. */
export function createEnvironment(
  ctx: CommandContext,
  input: Pick<Environment, 'alias' | 'region'>,
): Environment {
  const alias = input.alias.trim();
  if (!isEnvironmentAlias(alias)) {
    throw new Problem('environment_alias_invalid', {
      issues: [{ path: ['alias'], code: 'environment_alias_invalid' }],
    });
  }
  return runCommand(ctx, () => {
    if (findEnvironmentByAlias(ctx.db, alias)) {
      throw new Problem('environment_alias_taken', {
        params: { alias },
        issues: [{ path: ['alias'], code: 'environment_alias_taken' }],
      });
    }
    const now = ctx.now();
    const environment = {
      id: `env-${ctx.randomText(10)}`,
      alias,
      region: input.region,
      createdAt: now,
      updatedAt: now,
    };
    insertEnvironment(ctx.db, environment);
    record(ctx, { kind: 'environment.created', environmentId: environment.id, after: environment });
    return environment;
  });
}
