// Certificates for visitors that come by TLS. Writer: commands; their keys are opened by the gateway alone. A row
// never changes: it is added and removed.
import { asc, eq, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { certificates } from '#db/schema/desired.ts';

export type Certificate = typeof certificates.$inferSelect;
/** All that may be shown to people. */
export type CertificateRow = Omit<Certificate, 'chain' | 'sealedKey'>;

/** What ends last comes last; of those that end together, what was added last. */
export function listCertificates(db: Db): CertificateRow[] {
  const { id, names, notBefore, notAfter, createdAt, createdBy } = certificates;
  return db
    .select({ id, names, notBefore, notAfter, createdAt, createdBy })
    .from(certificates)
    .orderBy(asc(notAfter), asc(createdAt), asc(id))
    .all();
}

/** Differs after every certificate that was added or removed. Reads an index only. */
export function certificatesMark(db: Db): string {
  const ids = sql`(select id from ${certificates} order by id)`;
  return db.get<{ mark: string | null }>(sql`select group_concat(id) as mark from ${ids}`).mark ?? '';
}

export function findCertificate(db: Db, id: string): Certificate | undefined {
  return db.select().from(certificates).where(eq(certificates.id, id)).get();
}

export function insertCertificate(db: Db, certificate: Certificate): void {
  db.insert(certificates).values(certificate).run();
}

export function deleteCertificate(db: Db, id: string): void {
  db.delete(certificates).where(eq(certificates.id, id)).run();
}
