import { listEnvironments } from '#db/stores/environments.ts';
import { replaceGroupGrants } from '#db/stores/group-grants.ts';
import { readSetting } from '#db/stores/installation-settings.ts';
import { listGroupGrants } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { GROUP_GRANTS_MS, grantsOfGroups } from '#server/domain/groups.ts';

/** At a sign-in by the identity provider: what the groups give from now on is this, and nothing of before. */
export function followGroups(
  ctx: CommandContext,
  input: { userId: string; groups: readonly string[] },
): void {
  const { db } = ctx;
  const { userId, groups } = input;
  runCommand(ctx, () => {
    const known = new Set<string | null>([null, ...listEnvironments(db).map(({ id }) => id)]);
    const roles = readSetting(db, 'singleSignOn')?.groupRoles ?? [];
    const given = grantsOfGroups(groups, roles).filter(({ environmentId }) => known.has(environmentId));
    const before = listGroupGrants(db, userId);
    replaceGroupGrants(db, userId, { given, expiresAt: ctx.now() + GROUP_GRANTS_MS });
    if (JSON.stringify(before) === JSON.stringify(given.map(inOrder))) return;
    record(ctx, {
      kind: 'member.groups-followed',
      target: `member:${userId}`,
      before: { grants: before },
      after: { grants: given.map(inOrder) },
    });
  });
}

/** As {@link listGroupGrants} gives it. */
function inOrder({ environmentId, role, group }: ReturnType<typeof grantsOfGroups>[number]) {
  return { environmentId, role, group };
}
