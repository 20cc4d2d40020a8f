// Webshell: which instances have one, how many there may be, and why one ends.
import type { InstanceState } from '#server/domain/instance.ts';

/** States in which an instance has a container that runs: only there a shell can be started (console-spec P-V4). */
export const SHELL_STATES: readonly InstanceState[] = ['starting', 'ready', 'draining'];

export function hasShell({ state }: { state: InstanceState }): boolean {
  return SHELL_STATES.includes(state);
}

/** Open at the same time: of one person, and in all. */
export const SHELLS_OF_PERSON = 4;
export const SHELLS_IN_ALL = 16;

/** A minute before the idle end there is a notice; of short limits, at the half. */
export function noticeBeforeMs(idleMs: number): number {
  return Math.min(60_000, idleMs / 2);
}

/**
 * `exit`: the shell ended by itself. `idle`: nobody typed. `revoked`: session, token or right are gone. `instance`: the
 * instance ended. `left`: the browser went away. `deployer`: the platform's part that carries it was stopped. `failed`: it
 * never came up.
 */
export const SHELL_ENDS = ['exit', 'idle', 'revoked', 'instance', 'left', 'deployer', 'failed'] as const;

export type ShellEnd = (typeof SHELL_ENDS)[number];
