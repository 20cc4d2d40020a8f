// Every sealed value of berth.db, wherever it is kept: for whoever replaces the key. A new place of one belongs here;
// sealed-values.test.ts finds a column that was forgotten.
import { and, asc, eq, gt, ne } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { certificates, secrets } from '#db/schema/desired.ts';
import { readSetting, replaceSetting } from '#db/stores/installation-settings.ts';
import {
  certificatePlace,
  type SealedPlace,
  SINGLE_SIGN_ON_PLACE,
  secretPlace,
} from '#server/domain/sealed-place.ts';

export type SealedValue = { id: string; place: SealedPlace; sealed: string };

export type SealedHolder = {
  /** The next `limit` values in the order of their ids, after this one; '' for the first. */
  list: (db: Db, after: string, limit: number) => SealedValue[];
  replace: (db: Db, id: string, sealed: string) => void;
};

export const SEALED_HOLDERS: readonly SealedHolder[] = [
  { list: listSecrets, replace: (db, id, sealed) => void replaceSecret(db, id, sealed) },
  { list: listCertificateKeys, replace: (db, id, sealed) => void replaceCertificateKey(db, id, sealed) },
  { list: listSingleSignOn, replace: (db, _, sealed) => replaceSingleSignOn(db, sealed) },
];

/** One whose value was forgotten holds nothing. */
function listSecrets(db: Db, after: string, limit: number): SealedValue[] {
  const { id, environmentId, sealed } = secrets;
  return db
    .select({ id, environmentId, sealed })
    .from(secrets)
    .where(and(gt(id, after), ne(sealed, '')))
    .orderBy(asc(id))
    .limit(limit)
    .all()
    .map((row) => ({ id: row.id, place: secretPlace(row.environmentId, row.id), sealed: row.sealed }));
}

function replaceSecret(db: Db, id: string, sealed: string) {
  return db.update(secrets).set({ sealed }).where(eq(secrets.id, id)).run();
}

function listCertificateKeys(db: Db, after: string, limit: number): SealedValue[] {
  return db
    .select({ id: certificates.id, sealed: certificates.sealedKey })
    .from(certificates)
    .where(gt(certificates.id, after))
    .orderBy(asc(certificates.id))
    .limit(limit)
    .all()
    .map((row) => ({ ...row, place: certificatePlace(row.id) }));
}

function replaceCertificateKey(db: Db, id: string, sealedKey: string) {
  return db.update(certificates).set({ sealedKey }).where(eq(certificates.id, id)).run();
}

function listSingleSignOn(db: Db, after: string): SealedValue[] {
  const sealed = readSetting(db, 'singleSignOn')?.sealedClientSecret;
  return sealed && after === '' ? [{ id: 'singleSignOn', place: SINGLE_SIGN_ON_PLACE, sealed }] : [];
}

function replaceSingleSignOn(db: Db, sealedClientSecret: string): void {
  const setting = readSetting(db, 'singleSignOn');
  if (setting) replaceSetting(db, 'singleSignOn', { ...setting, sealedClientSecret });
}

/** From now on this connection writes zeros over what it replaces. */
export function overwriteReplaced(db: Db): void {
  db.$client.pragma('secure_delete = ON');
}

/** Nothing of before is left in the write-ahead log; readers may delay that until the next time. */
export function emptyWriteAheadLog(db: Db): void {
  db.$client.pragma('wal_checkpoint(TRUNCATE)');
}
