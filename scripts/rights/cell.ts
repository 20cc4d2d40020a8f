// One question of the walk: who asks for what, what the table says of it, and what came back.

import type { Person, Place, Proof } from '#scripts/rights/people.ts';
import type { Access } from '#server/api/rights-table.ts';

/** `somewhere`: for what needs no object. */
export type Target = Place | 'missing' | 'somewhere';

export type Asked = {
  /** A procedure's path, or a route's. */
  what: string;
  access: Access;
  /** Null: nobody. */
  person: Person | null;
  proof: Proof;
  target: Target;
};

/** The refusals by right, as problem codes. */
export const REFUSALS = ['not_signed_in', 'token_invalid', 'session_needed', 'not_found'] as const;

export type Refusal = (typeof REFUSALS)[number];

/** What came back; anything but `pass` and a refusal is a fault by itself. */
export type Got = 'pass' | Refusal | (string & {});

export type Cell = Asked & { expected: 'pass' | Refusal; got: Got };

export function isFailed({ expected, got }: Cell): boolean {
  return expected !== got;
}

export function sentenceOf({ what, person, proof, target, expected, got }: Cell): string {
  return `${what}: ${person?.name ?? 'nobody'}, ${proof.name}, object ${target}: expected ${expected}, got ${got}`;
}
