// Reading lines by their numbers: around one, and behind one.
import type { LogsDb } from '#db/open.ts';
import { openBlock } from '#db/stores/log-block.ts';
import { rowsWhere } from '#db/stores/log-lines.ts';
import type { StoredLogLine } from '#server/domain/log-line.ts';

/** Blocks that are opened for one look around. */
const MOST_BLOCKS = 50;

/** A line by its service and number; undefined where it was let go. */
export function findLine(logs: LogsDb, serviceId: string, seq: number): StoredLogLine | undefined {
  const row = rowsWhere(logs, 'service_id = ? and seq = ?').get(serviceId, seq);
  if (row) return row;
  const data = logs.$client
    .prepare(
      'select data from log_blocks where service_id = ? and first_seq <= ? order by first_seq desc limit 1',
    )
    .pluck()
    .get(serviceId, seq);
  return data
    ? openBlock(data as Buffer)
        .lines()
        .find((line) => line.seq === seq)
    : undefined;
}

/** Lines of the same instance beside a line, in their order; `count` of them at most. */
export function linesBeside(
  logs: LogsDb,
  line: StoredLogLine,
  side: 'before' | 'after',
  count: number,
): StoredLogLine[] {
  if (count === 0) return [];
  return logs.$client.transaction(() => {
    const [sign, order] = side === 'before' ? ['<', 'desc'] : ['>', 'asc'];
    const rows = rowsWhere(
      logs,
      `service_id = ? and instance_id = ? and seq ${sign} ? order by seq ${order} limit ?`,
    ).all(line.serviceId, line.instanceId, line.seq, count);
    // Rows are newer than all blocks.
    const found = side === 'before' ? rows : [];
    for (const block of blocksBeside(logs, line, side)) {
      if (found.length >= count) break;
      found.push(
        ...block.filter((other) => (side === 'before' ? other.seq < line.seq : other.seq > line.seq)),
      );
    }
    if (side === 'after') found.push(...rows);
    const nearest = found.slice(0, count);
    return side === 'before' ? nearest.reverse() : nearest;
  })();
}

/** The instance's lines of each block, the nearest block and line first. */
function* blocksBeside(
  logs: LogsDb,
  { serviceId, instanceId, seq }: StoredLogLine,
  side: 'before' | 'after',
): Generator<StoredLogLine[]> {
  const [sign, order] = side === 'before' ? ['first_seq <', 'desc'] : ['first_seq + lines >', 'asc'];
  const ids = logs.$client
    .prepare(
      `select id from log_blocks join log_block_sources on block_id = id and instance_id = ?
        where service_id = ? and ${sign} ? group by id order by first_seq ${order} limit ${MOST_BLOCKS}`,
    )
    .pluck()
    .all(instanceId, serviceId, seq) as number[];
  for (const id of ids) {
    const lines = linesOf(logs, id).filter((line) => line.instanceId === instanceId);
    yield side === 'before' ? lines.reverse() : lines;
  }
}

/** The number that the next line of the service gets. */
export function readNextSeq(logs: LogsDb, serviceId: string): number {
  const next = logs.$client.prepare('select next_seq from log_services where service_id = ?').pluck();
  return Number(next.get(serviceId) ?? 1);
}

/** Lines of a service from a number on, in their order and without a gap; about `most`, or fewer of them. */
export function linesFrom(logs: LogsDb, serviceId: string, seq: number, most: number): StoredLogLine[] {
  return logs.$client.transaction(() => {
    const ids = logs.$client
      .prepare(
        `select id from log_blocks where service_id = ? and first_seq + lines > ? order by first_seq limit ${MOST_BLOCKS}`,
      )
      .pluck()
      .all(serviceId, seq) as number[];
    const found: StoredLogLine[] = [];
    for (const id of ids) {
      if (found.length >= most) return found;
      found.push(...linesOf(logs, id).filter((line) => line.seq >= seq));
    }
    if (ids.length === MOST_BLOCKS) return found;
    const rest = rowsWhere(logs, 'service_id = ? and seq >= ? order by seq limit ?');
    found.push(...rest.all(serviceId, seq, Math.max(0, most - found.length)));
    return found;
  })();
}

function linesOf(logs: LogsDb, blockId: number): StoredLogLine[] {
  const data = logs.$client.prepare('select data from log_blocks where id = ?').pluck().get(blockId);
  return data ? openBlock(data as Buffer).lines() : [];
}

export type LogInstance = { id: string; versionId: string; firstAt: number; lastAt: number; lines: number };

/** Instances with lines, the one that printed last first. */
export function listLogInstances(logs: LogsDb, serviceIds: readonly string[], most: number): LogInstance[] {
  return logs.$client
    .prepare<unknown[], LogInstance>(
      `select instance_id id, version_id versionId, first_at firstAt, last_at lastAt, lines from log_instances
        where service_id in (select value from json_each(?)) and lines > 0 order by last_at desc limit ?`,
    )
    .all(JSON.stringify(serviceIds), most);
}

/** Versions with lines. */
export function listLogVersions(logs: LogsDb, serviceIds: readonly string[]): string[] {
  const services = JSON.stringify(serviceIds);
  return logs.$client
    .prepare(
      `select version_id from log_instances where service_id in (select value from json_each(?)) and lines > 0
        union select version_id from log_lines where service_id in (select value from json_each(?))`,
    )
    .pluck()
    .all(services, services) as string[];
}
