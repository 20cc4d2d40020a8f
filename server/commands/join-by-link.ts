import { insertAccount } from '#db/stores/accounts.ts';
import { findMemberByEmail } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { giveGrants } from '#server/commands/give-grants.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { requireOpenLink, useLink } from '#server/commands/use-link.ts';
import { Problem } from '#server/domain/problem.ts';

export type NewPerson = { name: string; email: string; passwordHash: string };

/**
 * Makes the account that an invitation is for, with its roles. What is said of the address is not believed where the
 * invitation names one. Throws link_dead, account_exists.
 */
export function joinByLink(
  ctx: CommandContext,
  { secret, ...person }: NewPerson & { secret: string },
): { userId: string; email: string } {
  return runCommand(ctx, () => {
    const link = requireOpenLink(ctx.db, 'invitation', secret, ctx.now());
    const email = link.email ?? person.email.toLowerCase();
    const own = makeAccount(ctx, { ...person, email });
    useLink(ctx.db, link, { at: ctx.now(), by: own.actor.id });
    const grants = giveGrants(own, own.actor.id, link.grants);
    const after = { name: person.name, email, grants, linkId: link.id };
    record(own, { kind: 'member.joined', target: `member:${own.actor.id}`, after });
    return { userId: own.actor.id, email };
  });
}

/** Part of commands: the new person acts from here on. Throws account_exists. */
export function makeAccount(ctx: CommandContext, { name, email, passwordHash }: NewPerson): CommandContext {
  if (findMemberByEmail(ctx.db, email)) throw new Problem('account_exists');
  const id = ctx.randomText(32);
  insertAccount(ctx.db, { id, name, email: email.toLowerCase(), passwordHash, at: ctx.now() });
  return { ...ctx, actor: { ...ctx.actor, id, name } };
}
