// API tokens: what a person may put into one. A token is an upper bound: what its person loses, it loses at once.
import { z } from 'zod';
import type { FieldIssue } from '#server/domain/problem.ts';
import { type Grant, isAllowed, RIGHTS, type Right, type TokenScope } from '#server/domain/rights.ts';

export const RIGHT_NAMES = Object.keys(RIGHTS) as [Right, ...Right[]];

export const TOKEN_DAYS = [7, 30, 90, 365] as const;

/** Tokens of one person that are neither revoked nor past their time. */
export const MAX_TOKENS = 50;

const DAY_MS = 24 * 3600_000;
const FARTHEST_MS = 10 * 366 * DAY_MS;

/** `never` has to be said: there is no default. */
export const tokenExpirySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('days'), days: z.literal(TOKEN_DAYS) }),
  /** Epoch ms. */
  z.object({ kind: z.literal('date'), at: z.int('token_expiry_past') }),
  z.object({ kind: z.literal('never') }),
]);

/** `environmentIds` null: every environment that the person has, now and later. */
export const tokenInputSchema = z.object({
  name: z.string().trim().min(1, 'token_name_required').max(60, 'token_name_too_long'),
  rights: z.array(z.enum(RIGHT_NAMES)).min(1, 'token_rights_required'),
  environmentIds: z.array(z.string()).min(1, 'token_environments_required').max(100).nullable(),
  expiry: tokenExpirySchema,
});

export type TokenInput = z.output<typeof tokenInputSchema>;
export type TokenExpiry = z.output<typeof tokenExpirySchema>;

/** Epoch ms; null: never. */
export function expiresAt(expiry: TokenExpiry, now: number): number | null {
  if (expiry.kind === 'never') return null;
  return expiry.kind === 'days' ? now + expiry.days * DAY_MS : expiry.at;
}

/** What stands against a token: a right that its person has in none of its environments, or a time that makes no sense. */
export function tokenIssues(input: TokenInput, grants: readonly Grant[], now: number): FieldIssue[] {
  return [...scopeIssues(input, grants), ...expiryIssues(input.expiry, now)];
}

function scopeIssues({ rights, environmentIds }: TokenScope, grants: readonly Grant[]): FieldIssue[] {
  const places = environmentIds ?? [null, ...grants.map(({ environmentId }) => environmentId)];
  const isHad = (right: Right) => places.some((place) => isAllowed(grants, right, place));
  const isSeen = (id: string) => isAllowed(grants, 'view', id);
  return [
    ...(rights.every(isHad) ? [] : [{ path: ['rights'], code: 'token_right_missing' }]),
    ...((environmentIds ?? []).every(isSeen)
      ? []
      : [{ path: ['environmentIds'], code: 'token_environment_unknown' }]),
  ];
}

function expiryIssues(expiry: TokenExpiry, now: number): FieldIssue[] {
  if (expiry.kind !== 'date') return [];
  if (expiry.at <= now) return [{ path: ['expiry', 'at'], code: 'token_expiry_past' }];
  return expiry.at > now + FARTHEST_MS ? [{ path: ['expiry', 'at'], code: 'token_expiry_too_far' }] : [];
}
