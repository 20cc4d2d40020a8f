import { countServices, deleteEnvironmentRow, type Environment } from '#db/stores/environments.ts';
import { deleteNetworks } from '#db/stores/networks.ts';
import { deleteRegistryCredentials } from '#db/stores/registry-credentials.ts';
import { deleteSecrets } from '#db/stores/secrets.ts';
import { purgeDeletedServices } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** Deletes an environment that has no service left (S3-43). Throws environment_not_empty. */
export function deleteEnvironment(ctx: CommandContext, environment: Environment): void {
  runCommand(ctx, () => {
    const left = countServices(ctx.db, environment.id);
    if (left > 0) throw new Problem('environment_not_empty', { params: { count: left } });
    purgeDeletedServices(ctx.db, environment.id);
    deleteNetworks(ctx.db, environment.id);
    deleteRegistryCredentials(ctx.db, environment.id);
    deleteSecrets(ctx.db, environment.id);
    deleteEnvironmentRow(ctx.db, environment.id);
    record(ctx, { kind: 'environment.deleted', environmentId: environment.id, before: environment });
  });
}
