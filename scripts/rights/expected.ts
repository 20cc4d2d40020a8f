// What the table says of a question. Nothing here is shared with what enforces it, but the roles of each right.
import type { Asked, Cell } from '#scripts/rights/cell.ts';
import type { Place } from '#scripts/rights/people.ts';
import { RIGHTS, type Right, type Role } from '#server/domain/rights.ts';

const PLACES: readonly Place[] = ['here', 'there'];

export function expectedOf(asked: Asked): Cell['expected'] {
  const { access, proof } = asked;
  if (proof.scope && !proof.isLive) return 'token_invalid';
  if (access.right === 'anyone') return 'pass';
  if (!proof.isLive) return 'not_signed_in';
  if (access.right === 'signed-in') return 'pass';
  if (access.right === 'in-person') return proof.scope ? 'session_needed' : 'pass';
  return hasRight(asked, access.right) ? 'pass' : 'not_found';
}

function hasRight(asked: Asked, right: Right): boolean {
  const { access, target } = asked;
  if (access.object === 'installation') return mayAt(asked, right, 'everywhere');
  if (access.object === 'any-environment') return PLACES.some((place) => mayAt(asked, right, place));
  return (target === 'here' || target === 'there') && mayAt(asked, right, target);
}

function mayAt({ person, proof }: Asked, right: Right, place: Place | 'everywhere'): boolean {
  const roles: readonly Role[] = RIGHTS[right];
  const has = person?.grants.some(
    (grant) => (grant.place === 'everywhere' || grant.place === place) && roles.includes(grant.role),
  );
  return has === true && isInScope(proof.scope, right, place);
}

function isInScope(scope: Asked['proof']['scope'], right: Right, place: Place | 'everywhere'): boolean {
  if (scope === null) return true;
  if (!scope.rights.includes(right)) return false;
  return scope.places === null || (place !== 'everywhere' && scope.places.includes(place));
}
