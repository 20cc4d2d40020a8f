import {
  findService,
  raiseGeneration,
  readPolicy,
  type Service,
  updateService,
  writePolicy,
} from '#db/stores/services.ts';
import { listVersions } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { checkPolicy, type PolicyIssue, storedPolicy, type TrafficPolicy } from '#server/domain/traffic.ts';
import { canServe } from '#server/domain/version-state.ts';

/**
 * 流量配置 → 完成: replaces the policy of a service (S0-15 … S0-17). Versions not named get no request.
 * `generation` is the one the person saw; throws traffic_stale where somebody changed the service since,
 * traffic_invalid with all issues. `keepsVisitors` is 会话保持; absent, it stays as it is. Returns the new generation.
 */
export function setTraffic(
  ctx: CommandContext,
  target: Service,
  input: { generation: number; policy: TrafficPolicy; keepsVisitors?: boolean | undefined },
): { generation: number } {
  return runCommand(ctx, () => {
    const service = findService(ctx.db, target.id);
    if (!service) throw new Problem('not_found');
    if (service.generation !== input.generation) {
      throw new Problem('traffic_stale', { params: { generation: service.generation } });
    }
    const candidates = listVersions(ctx.db, service.id).map((version) => ({
      id: version.id,
      canServe: canServe(version),
    }));
    const issues = checkPolicy(input.policy, candidates, service.releaseMode);
    if (issues.length > 0) throw new Problem('traffic_invalid', { issues: issues.map(asFieldIssue) });
    const policy = storedPolicy(input.policy);
    const before = readPolicy(ctx.db, service.id);
    writePolicy(ctx.db, service.id, policy, { updatedAt: ctx.now(), updatedBy: ctx.actor.id });
    const generation = raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'traffic.set',
      environmentId: service.environmentId,
      serviceId: service.id,
      before,
      after: policy,
    });
    setKeepsVisitors(ctx, service, input.keepsVisitors);
    return { generation };
  });
}

function setKeepsVisitors(ctx: CommandContext, service: Service, keepsVisitors: boolean | undefined): void {
  if (keepsVisitors === undefined || keepsVisitors === service.keepsVisitors) return;
  updateService(ctx.db, service.id, { keepsVisitors });
  record(ctx, {
    kind: 'service.visitor-keeping-set',
    environmentId: service.environmentId,
    serviceId: service.id,
    before: { keepsVisitors: service.keepsVisitors },
    after: { keepsVisitors },
  });
}

function asFieldIssue(issue: PolicyIssue) {
  const { code, path, ...params } = issue;
  return { code, path: ['policy', ...path], params };
}
