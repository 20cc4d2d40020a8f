import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** An update that ended without success is still bringing back what served before. */
export function isRestoring({ steps }: Pick<DeploymentView, 'steps'>): boolean {
  return steps.some(({ name, state }) => name === 'restore' && state === 'running');
}
