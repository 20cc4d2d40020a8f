// Why a deployment failed: the catalogue behind 错误详情 and 处理建议 (console-spec 3.5).

/**
 * Code → the number of advice lines it has. The texts are in messages/*.json under
 * `failures.<code>`: `label` (the red status), `message`, `advice.1` … `advice.n`.
 */
export const FAILURES = {
  /** The image is neither on the engine nor to be had from its registry. */
  image_pull_fail: 3,
  /** The container could not be created or started (unknown command, exec format, engine refused). */
  start_fail: 3,
  /** The process ended, every time it was started. */
  deploy_fail: 3,
  /** The process runs and listens, but not on the listening port of the version, or only on 127.0.0.1. */
  port_not_listening: 3,
  /** The port answers, but the HTTP probe does not get 2xx or 3xx. */
  health_check_fail: 3,
  /** Nothing listens, or nothing answers, until the end of the window. */
  start_timeout: 3,
  /** The machine does not have the CPU or memory that was asked for. */
  quota_fail: 3,
  /** The engine stopped answering for longer than the whole window. */
  engine_unavailable: 2,
} as const satisfies Record<string, number>;

export type FailureCode = keyof typeof FAILURES;

export type Failure = {
  code: FailureCode;
  /** Values that message and advice need: port, found ports, exit code, status, free cpu … */
  params: Record<string, string | number>;
  /** The real last lines of the log, at most 20. */
  logTail: string[];
};
