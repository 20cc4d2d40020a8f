// Webshells: tickets, and the shells that they opened. Writers: the console of tickets, the deployer of the rest.
import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { shellSessions, shellTickets } from '#db/schema/shell.ts';
import type { ShellEnd } from '#server/domain/shell.ts';

export type ShellTicket = typeof shellTickets.$inferSelect;
export type ShellSession = typeof shellSessions.$inferSelect;

export function insertShellTicket(db: Db, ticket: typeof shellTickets.$inferInsert): void {
  db.insert(shellTickets).values(ticket).run();
}

/** The ticket, for who takes it first and in time; undefined for everybody else. `now` in epoch ms. */
export function takeShellTicket(db: Db, hash: string, now: number): ShellTicket | undefined {
  const isGood = and(
    eq(shellTickets.hash, hash),
    isNull(shellTickets.usedAt),
    gt(shellTickets.expiresAt, now),
  );
  return db.update(shellTickets).set({ usedAt: now }).where(isGood).returning().get();
}

/** Those that are past their time at `now` (epoch ms) open nothing any more. */
export function forgetShellTickets(db: Db, now: number): void {
  db.delete(shellTickets).where(lt(shellTickets.expiresAt, now)).run();
}

export function insertShellSession(db: Db, session: typeof shellSessions.$inferInsert): void {
  db.insert(shellSessions).values(session).run();
}

/** The session as it ended; undefined where it had ended already. `endedAt` in epoch ms. */
export function endShellSession(
  db: Db,
  id: string,
  end: { endedAt: number; endReason: ShellEnd },
): ShellSession | undefined {
  const isOpen = and(eq(shellSessions.id, id), isNull(shellSessions.endedAt));
  return db.update(shellSessions).set(end).where(isOpen).returning().get();
}

export function listOpenShellSessions(db: Db): ShellSession[] {
  return db.select().from(shellSessions).where(isNull(shellSessions.endedAt)).all();
}
