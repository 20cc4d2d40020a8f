// Lines of one service as one compressed piece. Columns of small numbers and then the texts, a line each: so a search
// looks for a word in all texts at once, before it takes any of them apart.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { StoredLogLine } from '#server/domain/log-line.ts';
import { LOG_LEVELS, LOG_STREAMS } from '#server/domain/log-query.ts';

type Column = number | number[];

type Head = {
  serviceId: string;
  seq: number;
  /** Each as the difference from the line before. */
  at: number[];
  names: string[];
  version: Column;
  instance: Column;
  file: Column;
  stream: Column;
  level: Column;
  dropped: Column;
};

/** At least one line, all of one service, with numbers that follow each other. */
export function packBlock(lines: readonly StoredLogLine[]): Buffer {
  const names = [...new Set(lines.flatMap((line) => [line.versionId, line.instanceId, line.file]))];
  const nameAt = new Map(names.map((name, index) => [name, index]));
  const named = (of: (line: StoredLogLine) => string) => column(lines, (line) => nameAt.get(of(line)) ?? 0);
  const head: Head = {
    serviceId: lines[0]?.serviceId ?? '',
    seq: lines[0]?.seq ?? 0,
    at: lines.map(({ at }, index) => at - (lines[index - 1]?.at ?? 0)),
    names,
    version: named(({ versionId }) => versionId),
    instance: named(({ instanceId }) => instanceId),
    file: named(({ file }) => file),
    stream: column(lines, ({ stream }) => LOG_STREAMS.indexOf(stream)),
    level: column(lines, ({ level }) => LOG_LEVELS.indexOf(level)),
    dropped: column(lines, ({ dropped }) => dropped),
  };
  return zstdCompressSync([JSON.stringify(head), ...lines.map(({ text }) => oneLine(text))].join('\n'));
}

/** A block opened: all texts as one, and the lines when they are asked for. */
export type OpenBlock = { texts: string; lines: () => StoredLogLine[] };

export function openBlock(data: Buffer): OpenBlock {
  const whole = zstdDecompressSync(data).toString('utf8');
  const end = whole.indexOf('\n');
  const texts = whole.slice(end + 1);
  return { texts, lines: () => linesOf(JSON.parse(whole.slice(0, end)) as Head, texts.split('\n')) };
}

function linesOf(head: Head, texts: string[]): StoredLogLine[] {
  const { serviceId, seq, names } = head;
  const name = (from: Column, index: number) => names[valueAt(from, index)] ?? '';
  let at = 0;
  return texts.map((text, index) => {
    at += head.at[index] ?? 0;
    return {
      serviceId,
      seq: seq + index,
      at,
      versionId: name(head.version, index),
      instanceId: name(head.instance, index),
      file: name(head.file, index),
      stream: LOG_STREAMS[valueAt(head.stream, index)] ?? 'stdout',
      level: LOG_LEVELS[valueAt(head.level, index)] ?? 'log',
      dropped: valueAt(head.dropped, index),
      text,
    };
  });
}

/** One number where all lines have the same. */
function column(lines: readonly StoredLogLine[], of: (line: StoredLogLine) => number): Column {
  const all = lines.map(of);
  return all.every((value) => value === all[0]) ? (all[0] ?? 0) : all;
}

function valueAt(from: Column, index: number): number {
  return typeof from === 'number' ? from : (from[index] ?? 0);
}

function oneLine(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', ' ') : text;
}
