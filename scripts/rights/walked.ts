// The installation of one walk.
import type { Target } from '#scripts/rights/cell.ts';
import { furnish, MISSING, makeEnvironments, type Objects } from '#scripts/rights/installation.ts';
import { castOf, type Person, type Place } from '#scripts/rights/people.ts';
import type { Access } from '#server/api/rights-table.ts';

export type Walked = { people: Person[]; objects: Record<Place, Objects> };

/** Fills the empty data folder of this process. */
export async function prepareWalk(): Promise<Walked> {
  const environments = makeEnvironments();
  const objects = { here: furnish(environments.here), there: furnish(environments.there) };
  return { people: await castOf(environments), objects };
}

/** The input that names the object: `{ serviceId }` and the like; empty where there is none to name. */
export function idOf({ objects }: Walked, object: Access['object'], target: Target): Record<string, string> {
  if (object === 'none' || object === 'installation' || object === 'any-environment') return {};
  const name = `${object}Id` as const;
  const ids = target === 'here' || target === 'there' ? objects[target] : MISSING;
  return { [name]: ids[name] };
}

export function personOf({ people }: Walked, name: string): Person {
  const found = people.find((person) => person.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}
