// What differs between two configurations: the side of 新建版本, and later the version history.
import type { VersionSpec } from '#server/domain/spec.ts';

/** What each line of a configuration compares. Environment variables are compared one by one, by name. */
const COMPARED = {
  image: (spec) => spec.source.image,
  port: (spec) => spec.port,
  size: (spec) => [spec.cpu, spec.memoryGb],
  replicaMode: (spec) => spec.replicaMode,
  minReplicas: (spec) => spec.minReplicas,
  initialDelay: (spec) => spec.initialDelaySeconds,
  probe: (spec) => [spec.probe.kind, spec.probe.kind === 'http' ? spec.probe.path : ''],
  command: (spec) => spec.command,
  args: (spec) => spec.args,
} as const satisfies Record<string, (spec: VersionSpec) => unknown>;

export type SpecField = keyof typeof COMPARED;

/** In the order in which people read a configuration. Labels in messages/*.json under `spec.<field>`. */
export const SPEC_FIELDS = Object.keys(COMPARED) as SpecField[];

export type EnvChange = { name: string; kind: 'added' | 'changed' | 'removed' };

export type SpecDiff = {
  changed: SpecField[];
  same: SpecField[];
  /** By name; the values stay out of it. */
  env: EnvChange[];
  /** Names of variables that both have with the same value. */
  sameEnv: string[];
};

export function diffSpecs(before: VersionSpec, after: VersionSpec): SpecDiff {
  const isSame = (field: SpecField) =>
    JSON.stringify(COMPARED[field](before)) === JSON.stringify(COMPARED[field](after));
  return {
    changed: SPEC_FIELDS.filter((field) => !isSame(field)),
    same: SPEC_FIELDS.filter(isSame),
    ...diffEnv(before.env, after.env),
  };
}

type Env = VersionSpec['env'];

function diffEnv(before: Env, after: Env): Pick<SpecDiff, 'env' | 'sameEnv'> {
  const old = new Map(before.map(({ name, value }) => [name, value]));
  const kept = new Set(after.map(({ name }) => name));
  const sameEnv = after.filter(({ name, value }) => old.get(name) === value).map(({ name }) => name);
  const env = [
    ...after
      .filter(({ name, value }) => old.get(name) !== value)
      .map(({ name }): EnvChange => ({ name, kind: old.has(name) ? 'changed' : 'added' })),
    ...before.filter(({ name }) => !kept.has(name)).map(({ name }): EnvChange => ({ name, kind: 'removed' })),
  ];
  return { env, sameEnv };
}
