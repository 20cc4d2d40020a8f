import { readSetting, writeSetting } from '#db/stores/installation-settings.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { InstallationSettings } from '#server/domain/access.ts';

export type AccessSettings = Pick<InstallationSettings, 'accessMode' | 'openRole' | 'isSignUpOpen'>;

/** 开通与注册: who gets in, and with what. Takes effect at once, also for who is signed in. */
export function changeAccess(ctx: CommandContext, settings: AccessSettings): void {
  const { db } = ctx;
  runCommand(ctx, () => {
    const before = readAccess(db);
    const written = { at: ctx.now(), by: ctx.actor.id };
    writeSetting(db, 'accessMode', settings.accessMode, written);
    writeSetting(db, 'openRole', settings.openRole, written);
    writeSetting(db, 'isSignUpOpen', settings.isSignUpOpen, written);
    record(ctx, { kind: 'access.changed', before, after: settings });
  });
}

export function readAccess(db: CommandContext['db']): AccessSettings {
  return {
    accessMode: readSetting(db, 'accessMode'),
    openRole: readSetting(db, 'openRole'),
    isSignUpOpen: readSetting(db, 'isSignUpOpen'),
  };
}
