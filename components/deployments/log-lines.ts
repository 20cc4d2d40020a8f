import type { LogLine } from '#components/ui/log-lines.tsx';

/** As the deployer writes it: `source` is `platform`, `build` or the beginning of an instance's id. */
export type DeploymentLogEntry = { at: number; source: string; level: 'info' | 'error'; text: string };

/** 全部, 构建日志, 部署日志 (what the platform did), 启动日志 (what the instances printed). */
export type LogSource = 'all' | 'build' | 'platform' | 'instances';

const PLATFORM = 'platform';
const BUILD = 'build';
const CAPTION = /^-{5,}.+-{5,}$/;

/** The lines of one source, as they are shown. A line keeps its id whatever is chosen. */
export function logLinesOf(entries: readonly DeploymentLogEntry[], source: LogSource): LogLine[] {
  return entries.flatMap((entry, id) => (isOf(entry, source) ? [{ id, ...asLine(entry) }] : []));
}

function isOf(entry: DeploymentLogEntry, source: LogSource): boolean {
  return source === 'all' || source === sourceOf(entry);
}

function sourceOf({ source }: DeploymentLogEntry): LogSource {
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

export type ReceivedLog = { entries: readonly DeploymentLogEntry[]; nextOffset: number; isEnd: boolean };

export const NOTHING_RECEIVED: ReceivedLog = { entries: [], nextOffset: 0, isEnd: false };

/** Adds what arrived. A subscription that began anew replaces all; what is here already is left out. */
export function withChunk(log: ReceivedLog, chunk: LogChunk): ReceivedLog {
  const { nextOffset, isEnd } = chunk;
  if (chunk.offset === 0) return { entries: chunk.lines, nextOffset, isEnd };
  if (chunk.offset !== log.nextOffset) return log;
  return { entries: [...log.entries, ...chunk.lines], nextOffset, isEnd };
}
