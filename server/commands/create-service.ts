import { claimHostLabel, findServiceByName, insertService, type Service } from '#db/stores/services.ts';
import { chooseNetwork } from '#server/commands/choose-network.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { isServiceName, serviceHostLabel } from '#server/domain/naming.ts';
import type { NetworkChoice } from '#server/domain/networks.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Creates a service without versions. Name, default domain and network are for life (S0-14, S3-51, product.md 3, 4).
 * Throws service_name_invalid, service_name_taken, network_gone, network_quota.
 */
export function createService(
  ctx: CommandContext,
  input: { environmentId: string; name: string; remark: string; network?: NetworkChoice | undefined },
): Service {
  if (!isServiceName(input.name)) throw nameProblem('service_name_invalid', input.name);
  return runCommand(ctx, () => {
    if (findServiceByName(ctx.db, input.environmentId, input.name)) {
      throw nameProblem('service_name_taken', input.name);
    }
    const now = ctx.now();
    const network = chooseNetwork(ctx, input.environmentId, input.network);
    const id = `srv-${ctx.randomText(10)}`;
    const service: Service = {
      id,
      environmentId: input.environmentId,
      networkId: network.id,
      name: input.name,
      remark: input.remark.trim(),
      host: freshHost(ctx, input.name, id),
      releaseMode: 'standard',
      isPaused: false,
      keepsVisitors: false,
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
      after: { name: service.name, remark: service.remark, host: service.host, network: network.name },
    });
    return service;
  });
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
