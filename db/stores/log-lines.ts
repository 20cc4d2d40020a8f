// Writing lines: as rows at once, and in blocks when there are enough of them. Only the deployer calls this.
import type { Statement } from 'better-sqlite3';
import type { LogsDb } from '#db/open.ts';
import { packBlock } from '#db/stores/log-block.ts';
import { blockWords } from '#db/stores/log-words.ts';
import type { LogLineDraft, StoredLogLine } from '#server/domain/log-line.ts';

/** A block has so many lines, or so many characters, of which one search opens some hundreds. */
export const BLOCK_LINES = 512;
const BLOCK_CHARACTERS = 64 * 1024;
/** The index takes about as much of a block again. */
const INDEX_SHARE = 2;

/** How far what an instance prints was read: the time of the last line, and how many were read of that time. */
export type ReadMark = { at: number; same: number };

/** A mark of an instance; `serviceId` and `versionId` for instances of which no line is stored. */
export type InstanceMark = ReadMark & { instanceId: string; serviceId: string; versionId: string };

/** Lines, oldest first, and how far their instances were read, in one transaction: a crash neither loses nor doubles. */
export function writeLines(
  logs: LogsDb,
  lines: readonly LogLineDraft[],
  marks: Iterable<InstanceMark> = [],
  files: Iterable<FileMark> = [],
): void {
  const { $client } = logs;
  const insert = $client.prepare(`insert into log_lines
    (service_id, seq, at, version_id, instance_id, stream, level, file, dropped, text) values (?,?,?,?,?,?,?,?,?,?)`);
  const next = new Map<string, number>();
  $client
    .transaction(() => {
      for (const line of lines) {
        const seq = next.get(line.serviceId) ?? nextSeq(logs, line.serviceId);
        next.set(line.serviceId, seq + 1);
        insert.run(
          ...[line.serviceId, seq, line.at, line.versionId, line.instanceId],
          ...[line.stream, line.level, line.file, line.dropped, line.text],
        );
      }
      for (const [serviceId, seq] of next) saveSeq(logs, serviceId, seq);
      for (const instance of perInstance(lines).values()) addInstance(logs, instance);
      for (const mark of marks) saveMark(logs, mark);
      for (const file of files) saveFile(logs, file);
    })
    .immediate();
}

/** Where to go on reading what an instance prints; null where nothing of it was read. */
export function readMarkOf(logs: LogsDb, instanceId: string): ReadMark | null {
  const row = logs.$client
    .prepare('select read_at at, read_same same from log_instances where instance_id = ?')
    .get(instanceId) as ReadMark | undefined;
  return row && row.same > 0 ? row : null;
}

/** How far a collected file was read, in bytes. */
export type FileMark = { instanceId: string; name: string; inode: string; offset: number };

export function fileMarksOf(logs: LogsDb, instanceId: string): FileMark[] {
  return logs.$client
    .prepare('select instance_id instanceId, name, inode, offset from log_files where instance_id = ?')
    .all(instanceId) as FileMark[];
}

/** Lines and characters that are in no block yet. */
export type Unsealed = { serviceId: string; lines: number; characters: number };

export function listUnsealed(logs: LogsDb): Unsealed[] {
  return logs.$client
    .prepare<unknown[], Unsealed>(
      `select service_id serviceId, count(*) lines, sum(length(text)) characters from log_lines group by service_id`,
    )
    .all();
}

/** Whether {@link sealBlock} would find enough. */
export function isEnough({ lines, characters }: Omit<Unsealed, 'serviceId'>): boolean {
  return lines >= BLOCK_LINES || characters >= BLOCK_CHARACTERS;
}

/** Makes one block of the oldest rows of a service. Gives what went into it; null where there is not enough. */
export function sealBlock(logs: LogsDb, serviceId: string): Unsealed | null {
  const lines = oldestRows(logs, serviceId);
  if (lines.length === 0) return null;
  const data = packBlock(lines);
  const words = blockWords(lines.map(({ text }) => text));
  const times = lines.map(({ at }) => at);
  const { $client } = logs;
  $client
    .transaction(() => {
      const { lastInsertRowid: id } = $client
        .prepare(
          `insert into log_blocks (service_id, first_seq, lines, first_at, last_at, bytes, data) values (?,?,?,?,?,?,?)`,
        )
        .run(
          ...[serviceId, lines[0]?.seq, lines.length, Math.min(...times), Math.max(...times)],
          ...[data.length * INDEX_SHARE, data],
        );
      $client.prepare('insert into log_words (rowid, text) values (?, ?)').run(id, words);
      const source = $client.prepare('insert or ignore into log_block_sources values (?, ?, ?)');
      for (const line of lines) source.run(id, line.versionId, line.instanceId);
      $client
        .prepare('delete from log_lines where service_id = ? and seq <= ?')
        .run(serviceId, lines.at(-1)?.seq);
    })
    .immediate();
  const characters = lines.reduce((sum, { text }) => sum + text.length, 0);
  return { serviceId, lines: lines.length, characters };
}

const ROW = `service_id serviceId, seq, at, version_id versionId, instance_id instanceId, stream, level, file, dropped,
  text`;

/** Rows as lines; `where` is text of ours. */
export function rowsWhere(logs: LogsDb, where: string): Statement<unknown[], StoredLogLine> {
  return logs.$client.prepare<unknown[], StoredLogLine>(`select ${ROW} from log_lines where ${where}`);
}

/** Enough for a block, or none. */
function oldestRows(logs: LogsDb, serviceId: string): StoredLogLine[] {
  const rows = rowsWhere(logs, 'service_id = ? order by seq limit ?').all(serviceId, BLOCK_LINES);
  let characters = 0;
  const end = rows.findIndex(({ text }) => {
    characters += text.length;
    return characters >= BLOCK_CHARACTERS;
  });
  if (end >= 0) return rows.slice(0, end + 1);
  return rows.length === BLOCK_LINES ? rows : [];
}

function nextSeq(logs: LogsDb, serviceId: string): number {
  const next = logs.$client.prepare('select next_seq from log_services where service_id = ?').pluck();
  return Number(next.get(serviceId) ?? 1);
}

function saveSeq(logs: LogsDb, serviceId: string, seq: number): void {
  logs.$client
    .prepare('insert into log_services values (?, ?) on conflict do update set next_seq = excluded.next_seq')
    .run(serviceId, seq);
}

type InstanceLines = { line: LogLineDraft; firstAt: number; lastAt: number; count: number };

function perInstance(lines: readonly LogLineDraft[]): Map<string, InstanceLines> {
  const found = new Map<string, InstanceLines>();
  for (const line of lines) {
    if (!line.instanceId) continue;
    const known = found.get(line.instanceId);
    if (!known) found.set(line.instanceId, { line, firstAt: line.at, lastAt: line.at, count: 1 });
    else {
      known.firstAt = Math.min(known.firstAt, line.at);
      known.lastAt = Math.max(known.lastAt, line.at);
      known.count += 1;
    }
  }
  return found;
}

function addInstance(logs: LogsDb, { line, firstAt, lastAt, count }: InstanceLines): void {
  logs.$client
    .prepare(
      `insert into log_instances values (?, ?, ?, ?, ?, ?, 0, 0) on conflict do update set
        first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
        lines = lines + excluded.lines`,
    )
    .run(line.instanceId, line.serviceId, line.versionId, firstAt, lastAt, count);
}

function saveMark(logs: LogsDb, { instanceId, serviceId, versionId, at, same }: InstanceMark): void {
  logs.$client
    .prepare(
      `insert into log_instances values (?, ?, ?, ?, ?, 0, ?, ?) on conflict do update set
        read_at = excluded.read_at, read_same = excluded.read_same`,
    )
    .run(instanceId, serviceId, versionId, at, at, at, same);
}

function saveFile(logs: LogsDb, { instanceId, name, inode, offset }: FileMark): void {
  logs.$client
    .prepare(
      `insert into log_files values (?, ?, ?, ?) on conflict do update set inode = excluded.inode,
        offset = excluded.offset`,
    )
    .run(instanceId, name, inode, offset);
}
