import { readSetting } from '#db/stores/installation-settings.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { makeAccount, type NewPerson } from '#server/commands/join-by-link.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** 注册: an account without a role. Throws not_found while owners do not let people register, account_exists. */
export function signUp(ctx: CommandContext, person: NewPerson): void {
  runCommand(ctx, () => {
    if (!readSetting(ctx.db, 'isSignUpOpen')) throw new Problem('not_found');
    const own = makeAccount(ctx, person);
    const after = { name: person.name, email: person.email.toLowerCase() };
    record(own, { kind: 'member.signed-up', target: `member:${own.actor.id}`, after });
  });
}
