// How long the lines of a service are kept. Written by the command set-log-retention.
import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { logRetentions } from '#db/schema/desired.ts';
import { type LogRetention, logRetentionSchema } from '#server/domain/log-query.ts';

const DEFAULT = logRetentionSchema.parse({});

export function readLogRetention(db: Db, serviceId: string): LogRetention {
  const row = db.select().from(logRetentions).where(eq(logRetentions.serviceId, serviceId)).get();
  return row ? { days: row.days, megabytes: row.megabytes } : DEFAULT;
}

export function writeLogRetention(db: Db, serviceId: string, retention: LogRetention): void {
  db.insert(logRetentions)
    .values({ serviceId, ...retention })
    .onConflictDoUpdate({ target: logRetentions.serviceId, set: retention })
    .run();
}
