// What is kept of each request that the gateway carried, and how much of it.

export type LoggedRequest = {
  /** When it was over, epoch ms. */
  at: number;
  method: string;
  host: string;
  /** With its query. */
  path: string;
  /** Of the answer, VISITOR_LEFT or ANSWER_BROKEN (domain/status-class.ts). */
  status: number;
  ms: number;
  bytesIn: number;
  bytesOut: number;
  /** Empty, like the two below, where no version was chosen. */
  versionId: string;
  versionName: string;
  instanceId: string;
  /** What chose the version: '', 'percent', 'sticky', 'rule:<n>', 'default' or 'test'. */
  rule: string;
  requestId: string;
};

/** Requests of one service that one worker keeps from one second to the next. */
export const LOG_RING = 500;
/** Requests of one service that are kept on disk. */
export const LOG_KEPT_PER_SERVICE = 10_000;
/** Requests of all services that are kept on disk. */
export const LOG_KEPT = 1_000_000;
export const LOG_KEPT_MS = 7 * 24 * 60 * 60_000;

const LONGEST_PATH = 2_000;

/**
 * A path as it may be stored. Query values are people's data: `?q=name&page=2` becomes `?q=…&page=…`, unless the
 * service has them switched on. What has no name is dropped whole, for it may be a value (`?secret`).
 */
export function loggedPath(path: string, keepsQuery: boolean): string {
  const start = path.indexOf('?');
  const kept =
    start === -1 || keepsQuery ? path : path.slice(0, start) + withoutValues(path.slice(start + 1));
  return kept.length <= LONGEST_PATH ? kept : `${kept.slice(0, LONGEST_PATH)}…`;
}

function withoutValues(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const end = pair.indexOf('=');
    return end === -1 ? '…' : `${pair.slice(0, end)}=…`;
  });
  return `?${pairs.join('&')}`;
}
