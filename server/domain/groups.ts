// Groups of the identity provider, and the roles that they give.
import type { GroupRole } from '#server/domain/access.ts';
import type { Grant } from '#server/domain/rights.ts';

export type GroupGrant = Grant & { group: string };

/**
 * From signing in by the provider: as long as the longest session, and for API tokens and sessions by password alike. So
 * whoever the provider lets in no more loses the roles of groups, whatever else they still hold.
 */
export const GROUP_GRANTS_MS = 7 * 24 * 3600 * 1000;

const MANY_GROUPS = 1_000;

/**
 * The groups that a claim names: a list of texts, or one text. `claim` is the claim's name or, for what stands within
 * another claim, names parted by dots (`realm_access.roles`). Anything else in it counts as no group.
 */
export function groupsOf(claims: unknown, claim: string): string[] {
  const value = ownValue(claims, claim) ?? claim.split('.').reduce<unknown>(ownValue, claims);
  return [value]
    .flat()
    .filter((group) => typeof group === 'string')
    .slice(0, MANY_GROUPS);
}

/** Only what the provider wrote itself: nothing that every object has. */
function ownValue(of: unknown, name: string): unknown {
  if (typeof of !== 'object' || of === null || !Object.hasOwn(of, name)) return undefined;
  return (of as Record<string, unknown>)[name];
}

/** Each role that one of the groups gives, once; groups are told apart to the letter, as providers do. */
export function grantsOfGroups(groups: readonly string[], groupRoles: readonly GroupRole[]): GroupGrant[] {
  const isIn = new Set(groups);
  const given = groupRoles.filter(({ group }) => isIn.has(group));
  return given.filter((one, index) => given.findIndex((other) => isSameRole(one, other)) === index);
}

export function isSameRole(one: GroupRole, other: GroupRole): boolean {
  return one.group === other.group && one.environmentId === other.environmentId && one.role === other.role;
}
