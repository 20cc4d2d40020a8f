import {
  endSessions,
  forgetSignInFailures,
  removeSecondFactor,
  replacePassword,
} from '#db/stores/accounts.ts';
import { findMember } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { requireOpenLink, useLink } from '#server/commands/use-link.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Sets a new password with an owner's link, and ends all sessions of the person; the second factor stays unless the
 * owner let it go. Throws link_dead.
 */
export function resetPassword(ctx: CommandContext, input: { secret: string; passwordHash: string }): void {
  const { db } = ctx;
  runCommand(ctx, () => {
    const link = requireOpenLink(db, 'password-reset', input.secret, ctx.now());
    const person = findMember(db, link.userId ?? '');
    if (!person) throw new Problem('link_dead');
    useLink(db, link, { at: ctx.now(), by: person.id });
    replacePassword(db, person.id, input.passwordHash, ctx.now());
    endSessions(db, person.id);
    forgetSignInFailures(db, person.email);
    if (link.endsSecondFactor) removeSecondFactor(db, person.id);
    const own = { ...ctx, actor: { ...ctx.actor, id: person.id, name: person.name } };
    const after = { endsSecondFactor: link.endsSecondFactor, linkId: link.id };
    record(own, { kind: 'member.password-reset', target: `member:${person.id}`, after });
  });
}
