// How a Node package is started, where no shell is to read its start script.
import type { VersionSpec } from '#server/domain/spec.ts';

/** What a shell would do more with than split at spaces. */
const SHELL_ONLY = /["'`$&|;<>()*?[\]{}\\~#!\n]/;

/** The arguments of `node <file> [args]`; null where the script is anything else. */
export function nodeArguments(startScript: string): string[] | null {
  const [program, ...args] = startScript.trim().split(/\s+/);
  if (program !== 'node' || SHELL_ONLY.test(startScript)) return null;
  return args.some((arg) => !arg.startsWith('-')) ? args : null;
}

/**
 * The truth table of console-spec 2.3 (S4-11), for what has no image with ENTRYPOINT and CMD: a command replaces the
 * own start, arguments alone are added to it.
 */
export function startCommand(own: readonly string[], spec: Pick<VersionSpec, 'command' | 'args'>): string[] {
  return [...(spec.command.length > 0 ? spec.command : own), ...spec.args];
}
