/** The first of the wishes that is one of them, else the oldest; undefined where there is none. */
export function pickEnvironment<Environment extends { id: string }>(
  environments: readonly Environment[],
  wishes: readonly (string | undefined)[],
): Environment | undefined {
  for (const wish of wishes) {
    const found = environments.find(({ id }) => id === wish);
    if (found) return found;
  }
  return environments[0];
}
