import { listEnvironments } from '#db/stores/environments.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { grantIssues } from '#server/domain/membership.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Grant } from '#server/domain/rights.ts';

/** Throws input_invalid where these are not roles that a person can have; `atLeastOne`: also where they are none. */
export function requireGrants(
  { db }: Pick<CommandContext, 'db'>,
  grants: readonly Grant[],
  atLeastOne: 'at-least-one' | 'or-none',
): void {
  const environmentIds = listEnvironments(db).map(({ id }) => id);
  const issues = grantIssues(grants, environmentIds);
  if (grants.length === 0 && atLeastOne === 'at-least-one') {
    issues.push({ path: ['grants'], code: 'grants_empty' });
  }
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
}
