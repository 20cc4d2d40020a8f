import type { DeploymentStep } from '#server/domain/deployment.ts';

/** How far the running step is, 0 to 100, where its detail counts something: instances, or what is pulled. */
export function percentOf({ detail }: Pick<DeploymentStep, 'detail'>): number | undefined {
  const { ready, count, doneMb, totalMb } = detail?.params ?? {};
  if (Number(count) > 1) return share(ready, count);
  return share(doneMb, totalMb);
}

function share(part: unknown, whole: unknown): number | undefined {
  if (typeof part !== 'number' || typeof whole !== 'number' || whole <= 0) return undefined;
  return Math.min(100, (part / whole) * 100);
}
