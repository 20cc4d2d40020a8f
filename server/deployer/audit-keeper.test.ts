import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readChain } from '#db/stores/event-chain.ts';
import { appendEvent } from '#db/stores/events.ts';
import { writeSetting } from '#db/stores/installation-settings.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { pruneEvents } from '#server/commands/prune-events.ts';
import { verifyChain } from '#server/commands/verify-chain.ts';
import { AuditKeeper } from '#server/deployer/audit-keeper.ts';
import type { ChainReport } from '#server/domain/audit-report.ts';

const DAY_MS = 24 * 3600_000;

function verify({ db }: TemporaryData): ChainReport {
  const steps = verifyChain(db);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Events 1, 2, 3, …; `at` of the nth in epoch ms. */
function withEvents(count: number, at: (id: number) => number): TemporaryData {
  const data = temporaryData();
  data.db.$client.transaction(() => {
    for (let id = 1; id <= count; id++) {
      appendEvent(data.db, { at: at(id), actorId: 'u1', actorName: 'Lin', kind: 'k', after: { id } });
    }
  })();
  return data;
}

test('retention lets go of whole days, and what is left is whole', async () => {
  const now = 400 * DAY_MS + 5;
  // The clock stood wrong for event 3: what came after an event that is kept is kept, too.
  using data = withEvents(700, (id) => (id === 3 ? 90 : id) * DAY_MS * (id > 500 ? 1 : 0.5));
  writeSetting(data.db, 'auditRetentionDays', 380, { at: 1, by: 'u1' });
  const keeper = new AuditKeeper(data.db, assert.fail);
  await keeper.keep(() => now);
  assert.equal(readChain(data.db, 0, 1)[0]?.id, 3);
  writeSetting(data.db, 'auditRetentionDays', 30, { at: 1, by: 'u1' });
  await keeper.keep(() => 700 * DAY_MS);
  const { fault, prunedThrough, count } = verify(data);
  assert.deepEqual({ fault, prunedThrough, count }, { fault: null, prunedThrough: 669, count: 33 });
  assert.equal(readChain(data.db, 0, 1)[0]?.id, 670);
  assert.equal(pruneEvents({ db: data.db, actor: SYSTEM, now: () => 700 * DAY_MS + 9 }), false);
});
