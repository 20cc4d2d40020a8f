import { readPolicy, type Service } from '#db/stores/services.ts';
import { listVersions } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { Problem } from '#server/domain/problem.ts';
import { fullTraffic, versionsWithTraffic } from '#server/domain/traffic.ts';

/**
 * 回滚: 100 % to an older version (S2-9, S3-36). A higher number than the newest with traffic is refused with
 * rollback_forward (S3-39); otherwise throws as setTraffic does.
 */
export function rollBack(
  ctx: CommandContext,
  service: Service,
  input: { generation: number; versionId: string },
): { generation: number } {
  const versions = listVersions(ctx.db, service.id);
  const numberOf = (id: string) => versions.find((version) => version.id === id)?.number ?? 0;
  const live = Math.max(0, ...versionsWithTraffic(readPolicy(ctx.db, service.id)).map(numberOf));
  if (numberOf(input.versionId) > live) throw new Problem('rollback_forward');
  return setTraffic(ctx, service, {
    generation: input.generation,
    policy: fullTraffic(input.versionId),
  });
}
