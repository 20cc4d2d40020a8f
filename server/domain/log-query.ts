// What may be asked of the logs of a service, and what comes back (console-spec 10.2).
import { z } from 'zod';

export const LOG_STREAMS = ['stdout', 'stderr', 'file', 'build', 'platform'] as const;
export type LogStream = (typeof LOG_STREAMS)[number];

/** Of console-spec 10.2, and `debug` below them. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'log'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** 条数: so many lines a page at most. */
export const LOG_PAGE_LINES = 100;
/** 加载更多 goes so far. */
export const LOG_MOST_LINES = 10_000;
/** Lines of one download. */
export const LOG_EXPORT_LINES = 100_000;
export const LOG_QUERY_LENGTH = 500;

const LONGEST_ID = 64;
const MOST_IDS = 100;

const idsSchema = z.array(z.string().max(LONGEST_ID)).max(MOST_IDS).default([]);

/** Times in epoch ms, both ends included; an empty list means all of them. */
export const logFilterSchema = z.object({
  from: z.int().nullable().default(null),
  to: z.int().nullable().default(null),
  /** In the language of domain/log-terms.ts. */
  query: z.string().max(LOG_QUERY_LENGTH, 'log_query_too_long').default(''),
  isCaseSensitive: z.boolean().default(false),
  versionIds: idsSchema,
  instanceIds: idsSchema,
  streams: z.array(z.enum(LOG_STREAMS)).max(LOG_STREAMS.length).default([]),
  levels: z.array(z.enum(LOG_LEVELS)).max(LOG_LEVELS.length).default([]),
  /** All services of the environment whose versions have the same 日志集 and 日志主题. */
  isWholeTopic: z.boolean().default(false),
});

const cursorSchema = z.string().max(200).nullable().default(null);

export const logSearchSchema = logFilterSchema.extend({
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: cursorSchema,
  limit: z.int().min(1).max(LOG_PAGE_LINES).default(LOG_PAGE_LINES),
});

/** Without a cursor, and without `from`, a tail begins now. */
export const logTailSchema = logFilterSchema.omit({ to: true }).extend({ cursor: cursorSchema });

export const logContextSchema = z.object({
  lineId: z.string().max(LONGEST_ID * 2),
  before: z.int().min(0).max(LOG_PAGE_LINES).default(20),
  after: z.int().min(0).max(LOG_PAGE_LINES).default(20),
});

/** How long the lines of a service are kept: what comes first lets the oldest go. */
export const logRetentionSchema = z.object({
  days: z
    .int({ error: 'log_days_invalid' })
    .min(1, 'log_days_invalid')
    .max(90, 'log_days_invalid')
    .default(7),
  megabytes: z
    .int({ error: 'log_megabytes_invalid' })
    .min(16, 'log_megabytes_invalid')
    .max(10_240, 'log_megabytes_invalid')
    .default(256),
});

export type LogFilter = z.output<typeof logFilterSchema>;
export type LogSearch = z.output<typeof logSearchSchema>;
export type LogRetention = z.output<typeof logRetentionSchema>;

export type LogLineView = {
  id: string;
  /** When it was printed, epoch ms. */
  at: number;
  serviceId: string;
  versionId: string;
  versionName: string;
  /** Empty for lines of builds and of the platform. */
  instanceId: string;
  stream: LogStream;
  level: LogLevel;
  /** Colours of terminals in it are kept; nothing in it is HTML. */
  text: string;
  /** 采集路径 where the line was read from a file. */
  file: string | null;
  /** Of a line that is JSON, flattened: `{"a":{"b":1}}` is `a.b` → `1`. */
  fields: Record<string, string> | null;
  /** The line is a mark: so many lines were dropped here, at least. */
  dropped: number | null;
};

export type LogPage = {
  lines: LogLineView[];
  /** Where the next page goes on; null: there is no more, or {@link LOG_MOST_LINES} were given. */
  cursor: string | null;
  /** The time for one page was over before it was full: the next one goes on with the cursor. */
  isPartial: boolean;
  tookMs: number;
};

export type LogTailPart = { lines: LogLineView[]; cursor: string; dropped: number };

/** What has lines now; the newest first. */
export type LogSources = {
  versions: { id: string; name: string }[];
  instances: { id: string; versionId: string; firstAt: number; lastAt: number; lines: number }[];
  /** 日志集 and 日志主题 of the newest version; both empty where they are not set. */
  logSet: string;
  logTopic: string;
  /** Names of the services that share them, this one too. */
  topicServices: { id: string; name: string }[];
};
