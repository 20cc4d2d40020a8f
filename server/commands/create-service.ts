import { findNetwork, insertNetwork } from '#db/stores/networks.ts';
import { claimHostLabel, findServiceByName, insertService, type Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { isServiceName, serviceHostLabel } from '#server/domain/naming.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Creates a service without versions. Name and default domain are for life (S0-14, product.md 3 and 4).
 * Throws service_name_invalid, service_name_taken.
 */
export function createService(
  ctx: CommandContext,
  input: { environmentId: string; name: string; remark: string },
): Service {
  if (!isServiceName(input.name)) throw nameProblem('service_name_invalid', input.name);
  return runCommand(ctx, () => {
    if (findServiceByName(ctx.db, input.environmentId, input.name)) {
      throw nameProblem('service_name_taken', input.name);
    }
    const now = ctx.now();
    const id = `srv-${ctx.randomText(10)}`;
    const service: Service = {
      id,
      environmentId: input.environmentId,
      networkId: ensureNetwork(ctx, input.environmentId),
      name: input.name,
      remark: input.remark.trim(),
      host: freshHost(ctx, input.name, id),
      releaseMode: 'standard',
      isPaused: false,
      generation: 1,
      lastVersionNumber: 0,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    insertService(ctx.db, service);
    record(ctx, {
      kind: 'service.created',
      environmentId: input.environmentId,
      serviceId: id,
      after: { name: service.name, remark: service.remark, host: service.host },
    });
    return service;
  });
}

/** The environment's own network. */
function ensureNetwork(ctx: CommandContext, environmentId: string): string {
  if (!findNetwork(ctx.db, environmentId)) {
    insertNetwork(ctx.db, { id: environmentId, environmentId, name: 'default', createdAt: ctx.now() });
  }
  return environmentId;
}

function nameProblem(code: 'service_name_invalid' | 'service_name_taken', name: string): Problem {
  return new Problem(code, { params: { name }, issues: [{ path: ['name'], code }] });
}

function freshHost(ctx: CommandContext, name: string, serviceId: string): string {
  for (let attempt = 0; attempt < 100; attempt++) {
    const label = serviceHostLabel(name, ctx.randomText(6));
    if (claimHostLabel(ctx.db, label, serviceId, ctx.now())) return label;
  }
  throw new Error('no free host label in 100 attempts');
}
