import { readPolicy, type Service } from '#db/stores/services.ts';
import { listVersions } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { Problem } from '#server/domain/problem.ts';
import { fullTraffic, hasTraffic } from '#server/domain/traffic.ts';

/**
 * 放弃灰度: all traffic back to the oldest version that has some (S3-32).
 * Throws traffic_nothing_to_abandon where fewer than two versions have traffic; otherwise as setTraffic does.
 */
export function abandonGray(
  ctx: CommandContext,
  service: Service,
  input: { generation: number },
): { generation: number } {
  const policy = readPolicy(ctx.db, service.id);
  const serving = listVersions(ctx.db, service.id).filter((version) => hasTraffic(policy, version.id));
  const oldest = serving.at(-1);
  if (!oldest || serving.length < 2) throw new Problem('traffic_nothing_to_abandon');
  return setTraffic(ctx, service, { generation: input.generation, policy: fullTraffic(oldest.id) });
}
