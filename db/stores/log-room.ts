// How much room lines take, and letting the oldest go. Only the deployer lets go.
import type { LogsDb } from '#db/open.ts';

/** Bytes on disk of one service, about; rows that are in no block yet count with their texts. */
export function readLogBytes(logs: LogsDb, serviceId: string): number {
  const blocks = logs.$client.prepare('select sum(bytes) from log_blocks where service_id = ?').pluck();
  const rows = logs.$client.prepare('select sum(length(text)) from log_lines where service_id = ?').pluck();
  return Number(blocks.get(serviceId) ?? 0) + Number(rows.get(serviceId) ?? 0);
}
