import type { LogLevel, LogStream } from '#server/domain/log-query.ts';

/** A line as it is stored, without the place that it has among the lines of its service. */
export type LogLineDraft = {
  serviceId: string;
  versionId: string;
  /** Empty for lines of builds and of the platform. */
  instanceId: string;
  /** Epoch ms. */
  at: number;
  stream: LogStream;
  level: LogLevel;
  text: string;
  /** 采集路径; empty for what was printed. */
  file: string;
  /** Above 0 the line is a mark: so many lines were dropped here. */
  dropped: number;
};

/** `seq` counts the lines of a service; lines of one instance are in its order. */
export type StoredLogLine = LogLineDraft & { seq: number };

export const LONGEST_LOG_TEXT = 16 * 1024;
