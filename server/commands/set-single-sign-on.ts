import { listEnvironments } from '#db/stores/environments.ts';
import { keepGroupGrants } from '#db/stores/group-grants.ts';
import { readSetting, writeSetting } from '#db/stores/installation-settings.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { GroupRole, SingleSignOn } from '#server/domain/access.ts';
import { CHANGED, MASK } from '#server/domain/audit-spec.ts';
import { grantIssues } from '#server/domain/membership.ts';
import { type FieldIssue, Problem } from '#server/domain/problem.ts';
import { SINGLE_SIGN_ON_PLACE } from '#server/domain/sealed-place.ts';
import type { SignOnSettings, SingleSignOnInput } from '#server/domain/single-sign-on.ts';

/**
 * 单点登录. What it takes back is taken back at once: roles of groups that are named no more, all of them where it is
 * off. What it gives, people get when they sign in. Throws input_invalid.
 */
export function setSingleSignOn(ctx: CommandContext, input: SingleSignOnInput): void {
  const { db } = ctx;
  runCommand(ctx, () => {
    const before = readSetting(db, 'singleSignOn');
    requireFit(ctx, before, input);
    const { clientSecret, ...rest } = input;
    const after = { ...rest, sealedClientSecret: sealedSecret(ctx, before, clientSecret) };
    writeSetting(db, 'singleSignOn', after, { at: ctx.now(), by: ctx.actor.id });
    const isSameProvider = before?.issuer === after.issuer;
    keepGroupGrants(db, after.isEnabled && isSameProvider ? after.groupRoles : []);
    const isNewSecret = clientSecret.kind === 'new-secret' && Boolean(before?.sealedClientSecret);
    record(ctx, {
      kind: 'access.single-sign-on-set',
      before: before && audited(before, MASK),
      after: audited(after, isNewSecret ? `${MASK} ${CHANGED}` : MASK),
    });
  });
}

/** Null where it was never set. */
export function readSignOnSettings(db: CommandContext['db']): SignOnSettings | null {
  const setting = readSetting(db, 'singleSignOn');
  if (!setting) return null;
  const { sealedClientSecret, ...rest } = setting;
  return { ...rest, hasClientSecret: sealedClientSecret !== null };
}

/** A secret is never sent to another provider than the one that it was entered for. */
function requireFit(ctx: CommandContext, before: SingleSignOn | null, input: SingleSignOnInput): void {
  const environmentIds = listEnvironments(ctx.db).map(({ id }) => id);
  const issues = input.groupRoles.flatMap((each, index) => roleIssues(each, index, environmentIds));
  const { issuer, clientSecret } = input;
  if (clientSecret.kind === 'keep' && (before?.issuer !== issuer || !before.sealedClientSecret)) {
    issues.push({ path: ['clientSecret'], code: 'sign_on_secret_again' });
  }
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
}

function roleIssues(
  { role, environmentId }: GroupRole,
  index: number,
  environmentIds: string[],
): FieldIssue[] {
  const found = grantIssues([{ role, environmentId }], environmentIds);
  return found.map((issue) => ({ ...issue, path: ['groupRoles', index, 'environmentId'] }));
}

function sealedSecret(
  ctx: CommandContext,
  before: SingleSignOn | null,
  given: SingleSignOnInput['clientSecret'],
): string | null {
  if (given.kind === 'none') return null;
  if (given.kind === 'keep') return before?.sealedClientSecret ?? null;
  return ctx.seal(given.value, SINGLE_SIGN_ON_PLACE);
}

function audited({ sealedClientSecret, ...rest }: SingleSignOn, mask: string) {
  return { ...rest, clientSecret: sealedClientSecret === null ? null : mask };
}
