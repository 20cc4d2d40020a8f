import { ensureEngine } from '#scripts/engine.ts';

/** Runs `use` with the environment that the product needs to reach an engine; one started for it is stopped after. */
export async function withEngine(
  runner: 'docker' | 'embedded',
  use: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  if (runner === 'embedded') return use({});
  const engine = await ensureEngine({ log: console.log });
  try {
    await use({ DOCKER_HOST: engine.dockerHost });
  } finally {
    await engine.stop();
  }
}
