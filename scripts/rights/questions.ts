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
 * What is dead is tried on an object that its person has: there the right alone would let it in. What is not there is
 * not found whatever the proof, so one is enough.
 */
function proofsOf(person: Person, { right }: Access, targets: readonly Target[]): [Proof, Target][] {
  const { sessions, tokens } = person;
  const own = targets[0] ?? 'somewhere';
  const there = targets.filter((target) => target !== 'missing');
  return [
    ...each([sessions.live], targets),
    ...each([tokens.whole, tokens.elsewhere], there),
    ...each(badProofs(person, right), [own]),
  ];
}

function each(proofs: readonly Proof[], targets: readonly Target[]): [Proof, Target][] {
  return proofs.flatMap((proof) => targets.map((target): [Proof, Target] => [proof, target]));
}

/** Each role once: who has two is there for what the one must not open where the other counts. */
function badProofs(person: Person, right: Access['right']): Proof[] {
  const { sessions, tokens, grants } = person;
  if (grants.length > 1) return [];
  return [sessions.expired, sessions.revoked, tokens.expired, tokens.revoked, withoutRight(person, right)];
}

/** Where no right is needed, a token with few is as good as any. */
function withoutRight({ tokensWithout }: Person, right: Access['right']): Proof {
  return right in RIGHTS ? tokensWithout[right as Right] : tokensWithout.administer;
}
