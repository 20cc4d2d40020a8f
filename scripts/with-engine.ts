/** Runs `use` with the environment that the product needs to reach an engine; one started for it is stopped after. */
export async function withEngine(
  runner: 'docker' | 'embedded',
  use: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  if (runner === 'embedded') return use({});
  return use({ DOCKER_HOST: process.env.DOCKER_HOST ?? '' });
}
