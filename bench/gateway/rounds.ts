/**
 * Measures each once in each round, the next one first in the next round: what changes on the machine meanwhile meets
 * all of them. Gives each one's results in the order of the rounds.
 */
export async function interleave<Name extends string, Measured extends { name: Name }, Result>(
  all: readonly Measured[],
  rounds: number,
  measure: (one: Measured) => Promise<Result>,
): Promise<Map<Name, Result[]>> {
  const results = new Map<Name, Result[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < all.length; turn += 1) {
      const one = all[(round + turn) % all.length];
      if (one) results.get(one.name)?.push(await measure(one));
    }
  }
  return results;
}
