// Seals every secret anew, by another key. It may die on any line and be called again: which key seals from now on is
// in the key file, and a value says which key sealed it. Whoever seals meanwhile reads the keys in its own transaction,
// so that after ours no value of an older key can appear.
import { SEALED_HOLDERS, type SealedHolder, type SealedValue } from '#db/stores/sealed-values.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import {
  beginReplacement,
  endReplacement,
  type Keyring,
  type KeySetting,
  keysOf,
} from '#server/keys/keyring.ts';
import { idOfKey, isSealedBy, seal, unseal } from '#server/keys/sealed-text.ts';

const BATCH = 200;

export type KeyPlace = { dataDir: string; env: KeySetting };

/** How many were sealed anew, and the id of the key that seals now. What no key opens stays as it is. */
export function replaceSecretKey(
  ctx: CommandContext,
  { dataDir, env }: KeyPlace,
): { resealed: number; keyId: string } {
  const ring = runCommand(ctx, () => beginReplacement(dataDir, env));
  const keys = keysOf(ring);
  const keyId = idOfKey(firstOf(keys));
  let resealed = 0;
  do {
    for (const holder of SEALED_HOLDERS) resealed += resealAll(ctx, holder, keys);
  } while (!hasEnded(ctx, dataDir, ring));
  runCommand(ctx, () => record(ctx, { kind: 'secrets.resealed', after: { keyId, resealed } }));
  return { resealed, keyId };
}

/** The older keys go once nothing that is committed needs them, while nobody else can write. */
function hasEnded(ctx: CommandContext, dataDir: string, ring: Keyring): boolean {
  return runCommand(ctx, () => {
    for (const holder of SEALED_HOLDERS) {
      for (const value of valuesOf(ctx.db, holder)) if (isOlder(keysOf(ring), value)) return false;
    }
    endReplacement(dataDir, ring);
    return true;
  });
}

function isOlder(keys: readonly Buffer[], value: SealedValue): boolean {
  return !isSealedBy(firstOf(keys), value.sealed) && opened(keys, value) !== null;
}

export type SealedCount = { total: number; byOlderKey: number; unreadable: string[] };

/** `unreadable` holds the places of those that none of the keys opens. */
export function countSealed({ db }: Pick<CommandContext, 'db'>, keys: readonly Buffer[]): SealedCount {
  const count: SealedCount = { total: 0, byOlderKey: 0, unreadable: [] };
  for (const holder of SEALED_HOLDERS) {
    for (const value of valuesOf(db, holder)) {
      count.total += 1;
      if (opened(keys, value) === null) count.unreadable.push(value.place);
      else if (!isSealedBy(firstOf(keys), value.sealed)) count.byOlderKey += 1;
    }
  }
  return count;
}

/** Batch by batch, so that no other writer waits for long. */
function resealAll(ctx: CommandContext, holder: SealedHolder, keys: readonly Buffer[]): number {
  let resealed = 0;
  let after: string | undefined = '';
  while (after !== undefined) {
    const from: string = after;
    const batch = runCommand(ctx, () => {
      const values = holder.list(ctx.db, from, BATCH);
      for (const value of values) resealed += reseal(ctx, holder, keys, value) ? 1 : 0;
      return values;
    });
    after = batch.at(-1)?.id;
  }
  return resealed;
}

function reseal(
  { db }: CommandContext,
  holder: SealedHolder,
  keys: readonly Buffer[],
  value: SealedValue,
): boolean {
  const key = firstOf(keys);
  const text = isSealedBy(key, value.sealed) ? null : opened(keys, value);
  if (text === null) return false;
  holder.replace(db, value.id, seal(key, text, value.place));
  return true;
}

function opened(keys: readonly Buffer[], { sealed, place }: SealedValue): string | null {
  try {
    return unseal(keys, sealed, place);
  } catch {
    return null; // Of another key, or changed: who calls counts them.
  }
}

function* valuesOf(db: CommandContext['db'], holder: SealedHolder): Generator<SealedValue> {
  for (let values = holder.list(db, '', BATCH); values.length > 0; ) {
    yield* values;
    values = holder.list(db, values.at(-1)?.id ?? '', BATCH);
  }
}

function firstOf([first]: readonly Buffer[]): Buffer {
  if (!first) throw new Error('there is no key for secrets');
  return first;
}
