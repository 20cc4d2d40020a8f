// Why a deployment failed: the catalogue behind 错误详情 and 处理建议 (console-spec 3.5).
import type { DeploymentKind, StepName } from '#server/domain/deployment.ts';

/**
 * What the console can do about a line of advice: `copy-version` 复制为新版本 and, for an update,
 * 编辑配置并重新部署 (see {@link adviceActions}), `edit-version` the latter always, `log` 查看日志, `history` 版本历史.
 */
export type AdviceAction = 'copy-version' | 'edit-version' | 'log' | 'history';

type CatalogueEntry = {
  /** Values that its texts need; all of them are always given. */
  params: readonly string[];
  /** For each line of advice what the console can do about it. At least two lines. */
  advice: readonly [AdviceAction | null, AdviceAction | null, ...(AdviceAction | null)[]];
};

/**
 * The texts are in messages/*.json under `failures.<code>`: `label` (the red status), `short` (the grey cause beside
 * it), `message`, `advice.1` … `advice.n`. In the order in which a deployment may meet them.
 */
export const FAILURES = {
  /** The machine does not have the CPU or memory that was asked for. */
  quota_fail: {
    params: ['replicas', 'cpu', 'memoryGb', 'cpuFree', 'memoryFreeGb'],
    advice: ['copy-version', null, null],
  },
  /** The engine stopped answering for longer than the whole window. */
  engine_unavailable: { params: [], advice: [null, 'copy-version'] },
  /** `where`: the step in which it showed, source, build, image or start. */
  disk_full: { params: ['where'], advice: [null, 'copy-version'] },
  /** The code cannot be had; `reason` is one of FetchReason. */
  source_fetch_fail: { params: ['reason'], advice: ['copy-version', null, null] },
  /** The repository wants a token, or does not take this one: 请检查是否授权. */
  repo_auth_fail: { params: ['url'], advice: ['copy-version', null] },
  /** No Dockerfile of that name in 目标目录, and none can be made up. */
  dockerfile_missing: { params: ['dockerfile', 'directory'], advice: ['copy-version', null] },
  /** Neither a Dockerfile nor a kind of code that is known. */
  source_unsupported: { params: ['reason'], advice: ['copy-version', null] },
  /** Only a Docker Compose file (S3-3). */
  compose_unsupported: { params: [], advice: ['copy-version', null] },
  /** The image behind FROM is neither on the engine nor to be had. */
  base_image_missing: { params: ['image'], advice: ['copy-version', null, null] },
  /** `step`: the instruction that failed, or `none`. */
  build_fail: { params: ['step', 'reason'], advice: ['log', 'copy-version', null] },
  build_out_of_memory: { params: ['memoryGb'], advice: [null, 'copy-version'] },
  build_timeout: { params: ['minutes'], advice: ['log', 'copy-version'] },
  /** The image is neither on the engine nor to be had from its registry. */
  image_pull_fail: { params: ['image', 'reason'], advice: ['copy-version', null, null] },
  /** The registry answers 401 or 403. */
  registry_refused: { params: ['registry', 'image'], advice: ['copy-version', null] },
  /** The image of a snapshot is not there any more, and nowhere the very same. */
  image_gone: { params: ['image'], advice: ['history', null, 'edit-version'] },
  /** The installation's key does not open a secret. `what`: variable, token or registry; `name`: whose it is. */
  secret_unreadable: { params: ['what', 'name'], advice: ['copy-version', null] },
  /** The container could not be created or started, for a reason without a code of its own. */
  start_fail: { params: ['reason'], advice: ['copy-version', null, null] },
  /** The image does not have the program of the start command. */
  command_not_found: { params: ['command'], advice: ['copy-version', null, null] },
  /** The program is for another processor, or a script without its interpreter. */
  exec_format: { params: [], advice: ['copy-version', null] },
  /** The process ended right after its start, every time. */
  exited_at_once: { params: ['exitCode', 'times'], advice: ['log', 'copy-version', null] },
  /** The process ended after some time, without having been ready. `seconds`: how long the last one ran. */
  exited_later: { params: ['seconds', 'exitCode', 'times'], advice: ['log', 'copy-version', null] },
  /** A crash loop: instances that had been ready ended. */
  deploy_fail: { params: ['exitCode', 'times'], advice: ['log', 'copy-version', null] },
  /** The engine ended it for using more memory than it may. */
  out_of_memory: { params: ['memoryGb', 'times'], advice: ['copy-version', null, 'log'] },
  /** The process listens, but not on the listening port. `found`: where it does, or `unknown`. */
  port_not_listening: { params: ['port', 'found'], advice: ['copy-version', null, 'log'] },
  /** The process listens on the right port, for its own container only. */
  loopback_only: { params: ['port'], advice: ['copy-version', null] },
  /** The HTTP probe does not get 2xx or 3xx. `status` 0: no whole answer. */
  health_check_fail: { params: ['path', 'status'], advice: [null, 'copy-version', null] },
  /** The port takes connections, and the probe is never answered. */
  probe_no_answer: { params: ['port'], advice: ['log', 'copy-version', null] },
  /** 启动后处理 does not end with 0. `exitCode` `none`: it did not end. `output`: its last line, or `none`. */
  post_start_fail: { params: ['command', 'exitCode', 'output'], advice: ['copy-version', 'log'] },
  /** The command of the probe ends with another code than 0. `output`: its last line, or `none`. */
  probe_command_fail: { params: ['command', 'exitCode', 'output'], advice: [null, 'copy-version', null] },
  /** The instance does not have the program that the probe's command names. */
  probe_command_missing: { params: ['program'], advice: ['copy-version', null] },
  /** The command of the probe does not end by its limit, and is killed. */
  probe_command_timeout: { params: ['command'], advice: [null, 'copy-version', null] },
  /** Nothing listens until the end of the window, and the log stands still. */
  start_timeout: { params: ['port', 'seconds'], advice: ['log', 'copy-version', null] },
  /** Nothing listens until the end of the window, and the log goes on: it is still starting. */
  slow_start: { params: ['port', 'seconds'], advice: ['copy-version', null, 'log'] },
} as const satisfies Record<string, CatalogueEntry>;

export type FailureCode = keyof typeof FAILURES;

export type Failure = {
  code: FailureCode;
  /** The catalogue's `params`: port, found ports, exit code, status, free cpu … */
  params: Record<string, string | number>;
  /** The real last lines of the log, at most 20. */
  logTail: string[];
  /** In which step; absent in what was written before it was noted. */
  step?: StepName;
  /** Whose log and end it is; null where no instance was made. */
  instanceId?: string | null;
};

/** For each line of advice what the console can do; an update is mended by another update of the same version. */
export function adviceActions(code: FailureCode, kind: DeploymentKind): (AdviceAction | null)[] {
  return FAILURES[code].advice.map((action) =>
    action === 'copy-version' && kind !== 'new-version' ? 'edit-version' : action,
  );
}
