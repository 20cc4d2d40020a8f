// What of the logs is shown. It is in the URL, so that a page of lines can be handed on.
import { LOG_LEVELS, LOG_STREAMS, type LogLevel, type LogStream } from '#server/domain/log-query.ts';

const MINUTE_MS = 60_000;

/** Time → how far it looks back, in ms. */
export const LOG_TIMES = {
  last15m: 15 * MINUTE_MS,
  lastHour: 60 * MINUTE_MS,
  lastDay: 1_440 * MINUTE_MS,
  lastWeek: 7 * 1_440 * MINUTE_MS,
} as const;

export type LogTime = keyof typeof LOG_TIMES | 'custom';

const DEFAULT_TIME = 'lastHour';

export type LogChoice = {
  time: LogTime;
  /** Of `custom`, in ms since 1970; null: open. */
  from: number | null;
  to: number | null;
  query: string;
  isCaseSensitive: boolean;
  versionIds: readonly string[];
  instanceIds: readonly string[];
  streams: readonly LogStream[];
  levels: readonly LogLevel[];
  order: 'asc' | 'desc';
  isWholeTopic: boolean;
  isLive: boolean;
};

/** What the URL asks for; what it says wrongly is left out. */
export function choiceOf(params: URLSearchParams): LogChoice {
  const listOf = (name: string) => (params.get(name) ?? '').split(',').filter((value) => value !== '');
  const time = params.get('within') ?? DEFAULT_TIME;
  const isKnown = time === 'custom' || Object.hasOwn(LOG_TIMES, time);
  return {
    time: isKnown ? (time as LogTime) : DEFAULT_TIME,
    from: momentOf(params.get('after')),
    to: momentOf(params.get('before')),
    query: params.get('query') ?? '',
    isCaseSensitive: params.has('case'),
    versionIds: listOf('versions'),
    instanceIds: listOf('instances'),
    streams: LOG_STREAMS.filter((stream) => listOf('streams').includes(stream)),
    levels: LOG_LEVELS.filter((level) => listOf('levels').includes(level)),
    order: params.get('order') === 'asc' ? 'asc' : 'desc',
    isWholeTopic: params.has('topic'),
    isLive: params.has('live'),
  };
}

function momentOf(text: string | null): number | null {
  const moment = Number(text);
  return text !== null && text !== '' && Number.isSafeInteger(moment) && moment >= 0 ? moment : null;
}

/** The other way round; what is as always stays out of the URL. */
export function paramsOf(choice: LogChoice): Record<string, string | undefined> {
  const isCustom = choice.time === 'custom';
  return {
    within: choice.time === DEFAULT_TIME ? undefined : choice.time,
    after: isCustom && choice.from !== null ? String(choice.from) : undefined,
    before: isCustom && choice.to !== null ? String(choice.to) : undefined,
    query: choice.query || undefined,
    case: choice.isCaseSensitive ? '1' : undefined,
    versions: choice.versionIds.join(',') || undefined,
    instances: choice.instanceIds.join(',') || undefined,
    streams: choice.streams.join(',') || undefined,
    levels: choice.levels.join(',') || undefined,
    order: choice.order === 'asc' ? 'asc' : undefined,
    topic: choice.isWholeTopic ? '1' : undefined,
    live: choice.isLive ? '1' : undefined,
  };
}

export const NO_FILTER = {
  query: '',
  isCaseSensitive: false,
  versionIds: [],
  instanceIds: [],
  streams: [],
  levels: [],
} as const satisfies Partial<LogChoice>;

/** Whether fewer lines than all of that time are asked for. */
export function isFiltered({ query, versionIds, instanceIds, streams, levels }: LogChoice): boolean {
  return query.trim() !== '' || [versionIds, instanceIds, streams, levels].some((list) => list.length > 0);
}

/** As the API takes it. `now` in ms since 1970. */
export function filterOf(choice: LogChoice, now: number) {
  const { query, isCaseSensitive, versionIds, instanceIds, streams, levels, isWholeTopic } = choice;
  return {
    ...windowOf(choice, now),
    query: query.trim(),
    isCaseSensitive,
    versionIds: [...versionIds],
    instanceIds: [...instanceIds],
    streams: [...streams],
    levels: [...levels],
    isWholeTopic,
  };
}

/** An hour that ends now stays open, so that what comes meanwhile is found too. */
function windowOf({ time, from, to }: LogChoice, now: number): { from: number | null; to: number | null } {
  return time === 'custom' ? { from, to } : { from: now - LOG_TIMES[time], to: null };
}
