// Every question that one row of a table raises: each person, each proof, each object.
import type { Asked, Target } from '#scripts/rights/cell.ts';
import { NO_PROOF, type Person, type Proof } from '#scripts/rights/people.ts';
import type { Access } from '#server/api/rights-table.ts';
import { RIGHTS, type Right } from '#server/domain/rights.ts';

export function questionsOf(what: string, access: Access, people: readonly Person[]): Asked[] {
  const targets = targetsOf(access);
  const nobody = targets.map((target) => ({ what, access, person: null, proof: NO_PROOF, target }));
  const somebody = people.flatMap((person) =>
    proofsOf(person, access, targets).map(([proof, target]) => ({ what, access, person, proof, target })),
  );
  return [...nobody, ...somebody];
}

export function targetsOf({ object }: Access): readonly Target[] {
  const isOneOfMany = object !== 'none' && object !== 'installation' && object !== 'any-environment';
  return isOneOfMany ? ['here', 'there', 'missing'] : ['somewhere'];
}

/**
 * Sessions are tried on every object. For tokens the same rule decides, so each role has them on its own object, and
 * two people everywhere: the owner, who may most, and who has a role in either environment. What is dead is tried
 * where the right alone would let it in.
 */
function proofsOf(person: Person, { right }: Access, targets: readonly Target[]): [Proof, Target][] {
  const { sessions, tokens, grants } = person;
  const own = targets.slice(0, 1);
  const isOwner = grants.some(({ role }) => role === 'owner');
  const hasTwoRoles = grants.length > 1;
  const withTokens = isOwner || hasTwoRoles ? targets.filter((target) => target !== 'missing') : own;
  return [
    ...each([sessions.live], targets),
    ...each([tokens.whole, tokens.elsewhere], withTokens),
    ...each(hasTwoRoles ? [] : [sessions.expired, tokens.revoked, withoutRight(person, right)], own),
    ...each(isOwner ? [sessions.revoked, tokens.expired] : [], own),
  ];
}

function each(proofs: readonly Proof[], targets: readonly Target[]): [Proof, Target][] {
  return proofs.flatMap((proof) => targets.map((target): [Proof, Target] => [proof, target]));
}

/** Where no right is needed, a token with few is as good as any. */
function withoutRight({ tokensWithout }: Person, right: Access['right']): Proof {
  return right in RIGHTS ? tokensWithout[right as Right] : tokensWithout.administer;
}
