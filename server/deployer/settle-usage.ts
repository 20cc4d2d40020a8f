import { lastSeenAt } from '#db/stores/instance-samples.ts';
import {
  closeSleep,
  closeUsage,
  listForgottenSleeps,
  listForgottenUsage,
  openForgottenUsage,
} from '#db/stores/usage.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

/**
 * Makes the ledger agree with the instances: one that is there and was made before there was a ledger gets its row, and
 * a row whose instance is not there any more ends when that was last seen. Rows are opened and closed with what they
 * tell of, so that there is nothing to do but after an update of the product or a repair by hand. And the sleep of a
 * version ends with its deletion, after which no round speaks of it.
 */
export function settleUsage({ db, metrics, now }: DeployerContext): void {
  db.transaction(
    () => {
      openForgottenUsage(db);
      for (const row of listForgottenUsage(db)) {
        closeUsage(db, row.instanceId, row.stoppedAt ?? lastSeenAt(metrics, row) ?? row.startedAt);
      }
      for (const { versionId, deletedAt } of listForgottenSleeps(db)) {
        closeSleep(db, versionId, deletedAt ?? now());
      }
    },
    { behavior: 'immediate' },
  );
}
