// `npm run secrets -- check | rotate [--leave-unreadable]`: the key that seals secrets. Rotating needs no stop: console,
// deployer and gateway open by the new and the old key while everything is sealed anew, and one that was interrupted is
// finished by the next.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { berthFile, type Db, openDb } from '#db/open.ts';
import { emptyWriteAheadLog, overwriteReplaced } from '#db/stores/sealed-values.ts';
import { type CommandContext, ON_MACHINE } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import {
  countSealed,
  type KeyPlace,
  replaceSecretKey,
  type SealedCount,
} from '#server/commands/replace-secret-key.ts';
import { KeyRefused } from '#server/keys/key-file.ts';
import { keysOf, readKeyring, wordsOnKeyring } from '#server/keys/keyring.ts';
import { idOfKey } from '#server/keys/sealed-text.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { readSettings } from '#server/settings.ts';
import { runEntry, StartRefused } from '#server/supervisor/start-refused.ts';

const USAGE = `usage: npm run secrets -- check
       npm run secrets -- rotate [--leave-unreadable]`;
const UNREADABLE_TOLD = 20;

type Order = { verb: 'check' } | { verb: 'rotate'; leavesUnreadable: boolean };

await runEntry(async () => {
  const order = readOrder();
  const place: KeyPlace = { dataDir: readSettings().dataDir, env: process.env };
  if (!existsSync(berthFile(place.dataDir))) {
    throw new StartRefused(
      `There is nothing in ${place.dataDir} yet: start npm run up once, or set DATA_DIR.`,
    );
  }
  const db = openDb(berthFile(place.dataDir));
  try {
    console.log(order.verb === 'check' ? check(db, place) : rotate(db, place, order.leavesUnreadable));
  } catch (error) {
    throw error instanceof KeyRefused ? new StartRefused(error.message) : error;
  } finally {
    db.$client.close();
  }
});

function readOrder(): Order {
  const { values, positionals } = readArguments();
  const [verb, ...more] = positionals;
  const leavesUnreadable = values['leave-unreadable'] === true;
  if (verb === 'check' && more.length === 0 && !leavesUnreadable) return { verb };
  if (verb === 'rotate' && more.length === 0) return { verb, leavesUnreadable };
  throw new StartRefused(USAGE);
}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { 'leave-unreadable': { type: 'boolean' } } });
  } catch (error) {
    throw new StartRefused(`${(error as Error).message}\n${USAGE}`);
  }
}

/** Throws where one does not open. */
function check(db: Db, place: KeyPlace): string {
  const count = countHere(db, place);
  if (count.unreadable.length > 0) throw new StartRefused(wordsOnUnreadable(count));
  const ring = readKeyring(place.dataDir, place.env);
  const [first] = keysOf(ring);
  const older = count.byOlderKey === 0 ? '' : ` ${count.byOlderKey} of them wait to be sealed anew: rotate.`;
  const notice = wordsOnKeyring(place.dataDir, ring);
  const key = first ? ` Key ${idOfKey(first)} seals.` : '';
  return `${count.total} sealed values, and all of them open.${older}${key}${notice ? `\n${notice}` : ''}`;
}

function rotate(db: Db, { dataDir, env }: KeyPlace, leavesUnreadable: boolean): string {
  const count = countHere(db, { dataDir, env });
  // With keys that open nothing here, a new one would only hide that the right ones are missing.
  if (count.unreadable.length > 0 && !leavesUnreadable) throw new StartRefused(wordsOnUnreadable(count));
  overwriteReplaced(db);
  const { seal } = openSecretBox(dataDir, env);
  const ctx: CommandContext = { db, actor: ON_MACHINE, now: Date.now, randomText, seal };
  const { resealed, keyId } = replaceSecretKey(ctx, { dataDir, env });
  emptyWriteAheadLog(db);
  const end = env.BERTH_SECRET_KEY ? 'No other key is needed any more.' : 'The old key is gone.';
  return `Sealed ${resealed} values anew by key ${keyId}. ${end}`;
}

function countHere(db: Db, { dataDir, env }: KeyPlace): SealedCount {
  return countSealed({ db }, keysOf(readKeyring(dataDir, env)));
}

function wordsOnUnreadable({ unreadable, total }: SealedCount): string {
  const told = unreadable.slice(0, UNREADABLE_TOLD).join('\n  ');
  const more =
    unreadable.length > UNREADABLE_TOLD ? `\n  and ${unreadable.length - UNREADABLE_TOLD} more` : '';
  return `${unreadable.length} of ${total} sealed values do not open:\n  ${told}${more}\nSet BERTH_SECRET_KEY as npm run up has it, or put keys/secrets.key back from a backup. rotate --leave-unreadable goes on without them.`;
}
