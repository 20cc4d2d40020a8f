// Who may do what (product.md, Rights). The table is data; the API's one builder enforces it.

export type Role = 'owner' | 'ops' | 'product' | 'tester';

/** In the order of the rights table's rows. */
export const RIGHTS = {
  view: ['owner', 'ops', 'product', 'tester'],
  visit: ['owner', 'ops', 'product', 'tester'],
  release: ['owner', 'ops', 'product'],
  operate: ['owner', 'ops'],
  administer: ['owner'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;

/** A role in one environment, or everywhere when `environmentId` is null. */
export type Grant = { environmentId: string | null; role: Role };

/** `environmentId` null asks for the right over the whole installation. */
export function isAllowed(grants: readonly Grant[], right: Right, environmentId: string | null): boolean {
  const roles: readonly Role[] = RIGHTS[right];
  return grants.some(
    (grant) =>
      (grant.environmentId === null || grant.environmentId === environmentId) && roles.includes(grant.role),
  );
}

/** What an API token may do at most, of what its person may. `environmentIds` null: wherever the person may. */
export type TokenScope = { rights: readonly Right[]; environmentIds: readonly string[] | null };

/** A token for some environments has no right over the whole installation. */
export function isInScope(scope: TokenScope, right: Right, environmentId: string | null): boolean {
  if (!scope.rights.includes(right)) return false;
  if (scope.environmentIds === null) return true;
  return environmentId !== null && scope.environmentIds.includes(environmentId);
}
