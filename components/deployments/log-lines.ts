import type { LogLine } from '#components/ui/log-lines.tsx';

/** As the deployer writes it: `source` is `platform`, `build` or the beginning of an instance's id. */
export type DeploymentLogEntry = { at: number; source: string; level: 'info' | 'error'; text: string };

/** 全部, 构建日志, 部署日志 (what the platform did), 启动日志 (what the instances printed). */
export type LogSource = 'all' | 'build' | 'platform' | 'instances';

const PLATFORM = 'platform';
const BUILD = 'build';
const CAPTION = /^-{5,}.+-{5,}$/;

/** An entry with the line that shows it, made once: a line that is there already is not drawn again. */
export type ReceivedEntry = DeploymentLogEntry & { line: LogLine };

/** The lines of one source, as they are shown. A line keeps its id whatever is chosen. */
export function logLinesOf(entries: readonly ReceivedEntry[], source: LogSource): LogLine[] {
  return entries.filter((entry) => source === 'all' || source === sourceOf(entry)).map(({ line }) => line);
}

function sourceOf({ source }: DeploymentLogEntry): Exclude<LogSource, 'all'> {
  if (source === PLATFORM) return 'platform';
  return source === BUILD ? 'build' : 'instances';
}

function asLine({ at, source, level, text }: DeploymentLogEntry): Omit<LogLine, 'id'> {
  const said = source === BUILD ? '' : source;
  if (source !== PLATFORM) return { at, source: said, text, level: level === 'error' ? 'error' : 'output' };
  if (CAPTION.test(text)) return { at: null, source: '', text, level: 'caption' };
  return { at, source: '', text, level: level === 'error' ? 'error' : 'system' };
}

/** The log as a text file: time (UTC), source, text. */
export function logFile(entries: readonly DeploymentLogEntry[]): string {
  return entries.map(({ at, source, text }) => `${new Date(at).toISOString()} ${source} ${text}\n`).join('');
}

export type LogChunk = {
  offset: number;
  nextOffset: number;
  lines: readonly DeploymentLogEntry[];
  isEnd: boolean;
};

export type ReceivedLog = {
  entries: readonly ReceivedEntry[];
  /** Lines that arrived, those among them that are not kept any more. */
  count: number;
  nextOffset: number;
  isEnd: boolean;
};

export const NOTHING_RECEIVED: ReceivedLog = { entries: [], count: 0, nextOffset: 0, isEnd: false };

/** Lines of each source that a page keeps, the last ones: a program may print thousands a second. */
export const MOST_LINES = 2_000;

/** Adds what arrived. A subscription that began anew replaces all; what is here already is left out. */
export function withChunk(log: ReceivedLog, chunk: LogChunk): ReceivedLog {
  if (chunk.offset !== 0 && chunk.offset !== log.nextOffset) return log;
  const before = chunk.offset === 0 ? NOTHING_RECEIVED : log;
  const added = chunk.lines.map((entry, index) => received(entry, before.count + index));
  return {
    entries: lastOfEach([...before.entries, ...added]),
    count: before.count + added.length,
    nextOffset: chunk.nextOffset,
    isEnd: chunk.isEnd,
  };
}

function received(entry: DeploymentLogEntry, id: number): ReceivedEntry {
  return { ...entry, line: { id, ...asLine(entry) } };
}

/** So that a talkative program drives neither the build's lines nor the platform's away. */
function lastOfEach(entries: readonly ReceivedEntry[]): readonly ReceivedEntry[] {
  if (entries.length <= MOST_LINES) return entries;
  const room = { platform: MOST_LINES, build: MOST_LINES, instances: MOST_LINES };
  return entries
    .toReversed()
    .filter((entry) => room[sourceOf(entry)]-- > 0)
    .reverse();
}
