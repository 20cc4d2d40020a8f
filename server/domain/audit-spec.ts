// A configuration as the log tells it: what is secret only as being there, and whether it was changed.
import type { VersionSpec } from '#server/domain/spec.ts';

export const MASK = '••••';

/** Longer texts are cut: the log is no place for a whole file in a variable. */
const LONGEST_VALUE = 500;

type Told = Record<string, unknown>;

/** Of a configuration that replaces `before`, where there is one; variables by their names. */
export function auditedSpec(spec: VersionSpec, before?: VersionSpec): Told {
  const { env, source, ...rest } = spec;
  const known = new Map(before?.env.map((entry) => [entry.name, entry]));
  const told = env.map((entry) => [entry.name, envValue(entry, known.get(entry.name))]);
  return { ...rest, source: toldSource(source, before?.source), env: Object.fromEntries(told) };
}

type Env = VersionSpec['env'][number];

function envValue(entry: Env, before: Env | undefined): string {
  if (entry.kind === 'plain') return cut(entry.value);
  return maskOf(entry.secretId, before?.kind === 'secret' ? before.secretId : undefined);
}

/** Two secrets are the same where one was kept: what they hold is not looked at. */
export function maskOf(secretId: string, before: string | undefined): string {
  return before === undefined || before === secretId ? MASK : `${MASK} ${CHANGED}`;
}

/** Beside the mask of a secret that another was put in the place of. */
export const CHANGED = '(changed)';

function toldSource(source: VersionSpec['source'], before: VersionSpec['source'] | undefined): Told {
  if (source.kind !== 'repository' || !source.token) return { ...source };
  const was = before?.kind === 'repository' ? before.token?.secretId : undefined;
  return { ...source, token: maskOf(source.token.secretId, was) };
}

function cut(value: string): string {
  if (value.length <= LONGEST_VALUE) return value;
  return `${value.slice(0, LONGEST_VALUE)}… (${value.length})`;
}
