// Why a deployment failed, told from what is known of its instances: how the last one ended, what the engine said,
// what the last probe met, where it listens and what it wrote.
import type { FailureCode } from '#server/domain/failures.ts';
import type { Instance } from '#server/domain/instance.ts';
import type { ProbeResult } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** Null where the engine cannot tell. */
export type Listening = { port: number; isLoopbackOnly: boolean }[] | null;

export type Diagnosis = { code: FailureCode; params: Record<string, string | number> };

export type LateFacts = {
  probe: ProbeResult;
  listening: Listening;
  /** Epoch ms. */
  startedAt: number;
  /** Epoch ms; null where it wrote nothing. */
  lastLineAt: number | null;
  now: number;
};

/** A program that ends sooner has ended at once; later, it had begun its work. */
const AT_ONCE_MS = 3_000;

/** Of an instance that runs and did not get ready in time. */
export function diagnoseLate(facts: LateFacts, spec: Pick<VersionSpec, 'port' | 'probe'>): Diagnosis {
  const { probe, listening } = facts;
  const { port } = spec;
  if (spec.probe.kind === 'exec') return diagnoseCommand(probe, spec.probe.command);
  if (probe.kind === 'status') {
    const path = spec.probe.kind === 'http' ? spec.probe.path : '/';
    return { code: 'health_check_fail', params: { status: probe.status, path } };
  }
  if (probe.kind !== 'refused') return { code: 'probe_no_answer', params: { port } };
  if (listening?.length === 0) return stillStarting(facts, port);
  const isHidden = listening?.some((socket) => socket.port === port && socket.isLoopbackOnly);
  if (isHidden) return { code: 'loopback_only', params: { port } };
  return { code: 'port_not_listening', params: { port, found: foundPorts(listening) } };
}

const LONGEST_COMMAND = 200;

/** Of a probe by command. One that could not be asked has not ended either. */
function diagnoseCommand(probe: ProbeResult, argv: readonly string[]): Diagnosis {
  const whole = argv.join(' ');
  const command = whole.length > LONGEST_COMMAND ? `${whole.slice(0, LONGEST_COMMAND)}…` : whole;
  if (probe.kind !== 'exit') return { code: 'probe_command_timeout', params: { command } };
  const { exitCode, lastLine } = probe;
  const program = missingProgram(lastLine) ?? (exitCode === 127 ? unknownToShell(lastLine) : undefined);
  if (program !== undefined) return { code: 'probe_command_missing', params: { program } };
  return { code: 'probe_command_fail', params: { command, exitCode, output: lastLine || 'none' } };
}

/** One that still writes in the second half of its time is slow; one that fell silent hangs (console-spec 3.5). */
function stillStarting({ startedAt, lastLineAt, now }: LateFacts, port: number): Diagnosis {
  const isWriting = lastLineAt !== null && lastLineAt > (startedAt + now) / 2;
  const params = { port, seconds: asSeconds(now - startedAt) };
  return { code: isWriting ? 'slow_start' : 'start_timeout', params };
}

/** `8080, 127.0.0.1:80`; the message has words of its own for `unknown`. */
function foundPorts(listening: Listening): string {
  if (!listening) return 'unknown';
  return listening
    .map(({ port, isLoopbackOnly }) => (isLoopbackOnly ? `127.0.0.1:${port}` : String(port)))
    .join(', ');
}

/** Of instances that ended by themselves, in the order of their ends. */
export function diagnoseExits(
  exits: readonly Instance[],
  isOutOfMemory: boolean,
  { memoryGb }: Pick<VersionSpec, 'memoryGb'>,
): Diagnosis {
  const last = exits.at(-1);
  const times = exits.length;
  if (isOutOfMemory) return { code: 'out_of_memory', params: { memoryGb, times } };
  const exitCode = last?.exitCode ?? '-';
  if (exits.some(({ readyAt }) => readyAt !== null))
    return { code: 'deploy_fail', params: { exitCode, times } };
  const ranMs = last?.startedAt ? (last.stoppedAt ?? last.startedAt) - last.startedAt : 0;
  if (ranMs < AT_ONCE_MS) return { code: 'exited_at_once', params: { exitCode, times } };
  return { code: 'exited_later', params: { seconds: asSeconds(ranMs), exitCode, times } };
}

/** Of a start that the engine refused, by the words of Docker and runc. */
export function diagnoseStart(message: string): Diagnosis {
  if (/no space left on device/i.test(message)) return { code: 'disk_full', params: { where: 'start' } };
  if (/exec format error/.test(message)) return { code: 'exec_format', params: {} };
  const command = missingProgram(message);
  if (command !== undefined) return { code: 'command_not_found', params: { command } };
  return { code: 'start_fail', params: { reason: message } };
}

/** What the log of an instance that ended at once says better than its exit code. */
export function refineByLog(diagnosis: Diagnosis, logTail: readonly string[]): Diagnosis {
  if (diagnosis.code !== 'exited_at_once') return diagnosis;
  const log = logTail.join('\n');
  if (/exec format error/i.test(log)) return { code: 'exec_format', params: {} };
  const command = unknownToShell(log);
  if (diagnosis.params.exitCode !== 127 || command === undefined) return diagnosis;
  return { code: 'command_not_found', params: { command } };
}

/** As runc says which program is not there. */
function missingProgram(message: string): string | undefined {
  return /exec: "([^"]*)": (?:executable file not found|stat \S+: no such file)/.exec(message)?.[1];
}

/** As dash, BusyBox and bash say it; 127 is what all of them end with (POSIX, Shell Command Language 2.8.2). */
function unknownToShell(log: string): string | undefined {
  return /(?:^|\n)\S*sh: (?:(?:line )?\d+: )?(\S+): (?:command )?not found/.exec(log)?.[1];
}

function asSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}
