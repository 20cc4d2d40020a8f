import type { LogLevel, LogStream } from '#server/domain/log-query.ts';

/** Only the beginning of a line tells its level; what follows is its message. */
const LOOKED_AT = 160;

const WORDS: readonly [LogLevel, RegExp][] = [
  ['error', /\b(?:error|err|fatal|panic|critical|crit|emerg|alert|severe|[a-z]*exception|[a-z]+error)\b/i],
  ['warn', /\b(?:warn|warning)\b/i],
  ['info', /\b(?:info|notice)\b/i],
  ['debug', /\b(?:debug|trace|verbose|silly)\b/i],
];

/** `"level":"warn"` of a JSON line, or a number as bunyan and pino write it. */
const JSON_LEVEL = /"(?:level|lvl|severity|loglevel|log\.level)"\s*:\s*"?([a-z]+|\d+)/i;

/** The level that a line names by itself; else `error` for stderr and `log` for the rest. */
export function logLevel(stream: LogStream, text: string): LogLevel {
  const named = text.startsWith('{') ? JSON_LEVEL.exec(text)?.[1] : undefined;
  const found = named === undefined ? undefined : levelOfName(named);
  if (found) return found;
  const head = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text;
  const word = text.startsWith('{') ? undefined : WORDS.find(([, pattern]) => pattern.test(head))?.[0];
  return word ?? (stream === 'stderr' ? 'error' : 'log');
}

function levelOfName(name: string): LogLevel | undefined {
  if (!/^\d+$/.test(name)) return WORDS.find(([, pattern]) => pattern.test(name))?.[0];
  const level = Number(name);
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}
