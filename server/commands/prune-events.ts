import { lastOlderThan, readChainStart } from '#db/stores/event-chain.ts';
import { readSetting, writeSetting } from '#db/stores/installation-settings.ts';
import { type RecordContext, record, runCommand } from '#server/commands/run-command.ts';

const DAY_MS = 24 * 3600_000;

/**
 * Lets go of events that are older than owners want to keep them, by whole days (UTC). It leaves a mark with the hash
 * that the chain goes on from, and an event that tells of it; the rows are deleted afterwards, a few at a time. False
 * where there was nothing to let go.
 */
export function pruneEvents(ctx: RecordContext): boolean {
  return runCommand(ctx, () => {
    const at = ctx.now();
    const days = readSetting(ctx.db, 'auditRetentionDays');
    const before = readChainStart(ctx.db);
    const through = lastOlderThan(ctx.db, (Math.floor(at / DAY_MS) - days) * DAY_MS);
    if (through.id <= before.id) return false;
    writeSetting(
      ctx.db,
      'auditPruned',
      { throughId: through.id, hash: through.hash },
      { at, by: ctx.actor.id },
    );
    record(ctx, {
      kind: 'audit.pruned',
      before: { throughId: before.id },
      after: { throughId: through.id, hash: through.hash, count: through.id - before.id, days },
    });
    return true;
  });
}
