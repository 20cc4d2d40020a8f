import type { Access } from '#components/shell/use-access.ts';
import { isAllowed } from '#server/domain/rights.ts';

/** `goneIds`: environments that the switcher showed and does not any more. */
export type AccessChange =
  | { kind: 'none' }
  | { kind: 'all-lost' }
  | { kind: 'lost'; names: string[]; goneIds: string[] }
  /** Another role somewhere, or one environment more. */
  | { kind: 'changed'; goneIds: string[] }
  /** No right was taken: environments came, or were deleted. */
  | { kind: 'environments'; goneIds: string[] };

/** What became of somebody's rights from one reading to the next. */
export function accessChange(was: Access, now: Access): AccessChange {
  const ids = now.environments.map(({ id }) => id);
  const gone = was.environments.filter(({ id }) => !ids.includes(id));
  const goneIds = gone.map(({ id }) => id);
  const lost = gone.filter(({ id }) => !isAllowed(now.grants, 'view', id));
  const hasOtherGrants = JSON.stringify(was.grants) !== JSON.stringify(now.grants);
  if (hasOtherGrants && now.grants.length === 0) return { kind: 'all-lost' };
  if (lost.length > 0) return { kind: 'lost', names: lost.map(({ alias }) => alias), goneIds };
  if (hasOtherGrants) return { kind: 'changed', goneIds };
  return ids.length === was.environments.length && gone.length === 0
    ? { kind: 'none' }
    : { kind: 'environments', goneIds };
}
