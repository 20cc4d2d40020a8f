// How much room lines take, and letting the oldest go. Only the deployer lets go, in steps that hold nobody up.
import type { LogsDb } from '#db/open.ts';

/** Bytes on disk of one service, about; rows that are in no block yet count with their texts. */
export function readLogBytes(logs: LogsDb, serviceId: string): number {
  const blocks = logs.$client.prepare('select sum(bytes) from log_blocks where service_id = ?').pluck();
  const rows = logs.$client.prepare('select sum(length(text)) from log_lines where service_id = ?').pluck();
  return Number(blocks.get(serviceId) ?? 0) + Number(rows.get(serviceId) ?? 0);
}

/** Services of which anything is stored. */
export function listLogServices(logs: LogsDb): string[] {
  return logs.$client.prepare('select service_id from log_services').pluck().all() as string[];
}

/**
 * Lets the oldest block go: of one service, or of all where none is given; only one older than `before` (epoch ms).
 * Gives the bytes that it took; 0 where there is none.
 */
export function dropOldestBlock(
  logs: LogsDb,
  { serviceId = null, before = null }: { serviceId?: string | null; before?: number | null } = {},
): number {
  const { $client } = logs;
  const block = $client
    .prepare<unknown[], { id: number; lastAt: number; bytes: number }>(
      `select id, last_at lastAt, bytes from log_blocks
        where ${serviceId === null ? '? is null' : 'service_id = ?'} order by last_at limit 1`,
    )
    .get(serviceId);
  if (!block || (before !== null && block.lastAt >= before)) return 0;
  $client
    .transaction(() => {
      for (const [table, column] of BLOCK_TABLES) {
        $client.prepare(`delete from ${table} where ${column} = ?`).run(block.id);
      }
    })
    .immediate();
  return block.bytes;
}

const BLOCK_TABLES = [
  ['log_words', 'rowid'],
  ['log_block_sources', 'block_id'],
  ['log_blocks', 'id'],
] as const;

/** Lets go of rows of a service from before a time (epoch ms), at most `most` of them. Gives how many it were. */
export function dropOldRows(logs: LogsDb, serviceId: string, before: number, most: number): number {
  return logs.$client
    .prepare(
      `delete from log_lines where (service_id, seq) in
        (select service_id, seq from log_lines where service_id = ? and at < ? order by seq limit ?)`,
    )
    .run(serviceId, before, most).changes;
}

/** Forgets instances of a service of which no line is left. */
export function forgetLogInstances(logs: LogsDb, serviceId: string, before: number): void {
  const { $client } = logs;
  $client
    .prepare(
      `delete from log_instances where service_id = @serviceId and last_at < min(@before, coalesce(
        (select min(first_at) from log_blocks where service_id = @serviceId), @before))`,
    )
    .run({ serviceId, before });
  $client
    .prepare('delete from log_files where instance_id not in (select instance_id from log_instances)')
    .run();
}

/** Forgets that there was anything of a service, once it has no block any more. */
export function forgetLogService(logs: LogsDb, serviceId: string): void {
  const { $client } = logs;
  $client
    .transaction(() => {
      for (const table of ['log_lines', 'log_instances', 'log_services']) {
        $client.prepare(`delete from ${table} where service_id = ?`).run(serviceId);
      }
    })
    .immediate();
}

/**
 * Gives room that nothing uses any more back to the disk, some at a time: the index lets go of its documents only when
 * it merges. Gives whether there was any.
 */
export function giveBackRoom(logs: LogsDb): boolean {
  const { $client } = logs;
  const pages = () => Number($client.pragma('page_count', { simple: true }));
  const before = pages();
  $client.prepare(`insert into log_words (log_words, rank) values ('merge', 100)`).run();
  $client.pragma('incremental_vacuum(500)');
  return pages() < before;
}
