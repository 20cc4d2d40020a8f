// Which roles an owner may give, to whom, and who may never go. The installation must not be left without an owner of
// its own: with none, first run would be open to whoever comes next.
import { z } from 'zod';
import type { FieldIssue } from '#server/domain/problem.ts';
import { type Grant, RIGHTS, type Role } from '#server/domain/rights.ts';

/** From the one that may most to the one that may least. */
const ROLES: readonly Role[] = RIGHTS.view;

export const grantSchema = z.object({
  environmentId: z.string().max(40).nullable(),
  role: z.enum(['owner', 'ops', 'product', 'tester']),
});

const MANY_GRANTS = 500;

export const grantsSchema = z.array(grantSchema).max(MANY_GRANTS);

/**
 * What is wrong with the roles that somebody is to have: 所有者 is for the whole installation and holds all others; the
 * others are for one environment each. `environmentIds` are those that there are.
 */
export function grantIssues(grants: readonly Grant[], environmentIds: readonly string[]): FieldIssue[] {
  const seen = new Set<string | null>();
  return grants.flatMap((grant, index) => {
    const code =
      grantIssue(grant, grants, environmentIds) ?? (seen.has(grant.environmentId) ? 'grant_twice' : null);
    seen.add(grant.environmentId);
    return code === null ? [] : [{ path: ['grants', index], code }];
  });
}

function grantIssue(
  { role, environmentId }: Grant,
  all: readonly Grant[],
  environmentIds: readonly string[],
) {
  if (role === 'owner') return environmentId === null && all.length === 1 ? null : 'grant_owner_everywhere';
  return environmentId !== null && environmentIds.includes(environmentId) ? null : 'grant_environment_gone';
}

/** What somebody has who is given more: of two roles in one environment the one that may more. */
export function joinGrants(had: readonly Grant[], given: readonly Grant[]): Grant[] {
  const all = [...had, ...given];
  const owner = all.find(({ role }) => role === 'owner');
  if (owner) return [owner];
  const strongest = new Map<string | null, Grant>();
  for (const grant of all) {
    const other = strongest.get(grant.environmentId);
    if (!other || ROLES.indexOf(grant.role) < ROLES.indexOf(other.role)) {
      strongest.set(grant.environmentId, grant);
    }
  }
  return [...strongest.values()];
}

/**
 * Why the roles of a person may not become `wanted` (none: the person goes). Nobody changes what they may do
 * themselves. `ownerIds`: who is an owner by an owner's word; a group of the identity provider may be gone tomorrow.
 */
export function membershipRefusal(
  change: { actorId: string; personId: string; wanted: readonly Grant[] },
  ownerIds: readonly string[],
): 'member_own' | 'member_last_owner' | null {
  const { actorId, personId, wanted } = change;
  if (actorId === personId) return 'member_own';
  const staysOwner = wanted.some(({ role }) => role === 'owner');
  const isLast = ownerIds.includes(personId) && ownerIds.length === 1;
  return isLast && !staysOwner ? 'member_last_owner' : null;
}
