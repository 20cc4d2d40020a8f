// What differs between two configurations: the side of 新建版本, and later the version history.
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

/** A secret that is new counts as different from every other: what it holds is not looked at. */
type Comparable = VersionSpec | SpecInput;

/** What each line of a configuration compares. Environment variables are compared one by one, by name. */
const COMPARED = {
  image: ({ source }) => (source.kind === 'image' ? [source.image, source.asOf] : null),
  code: ({ source }) => codeOf(source),
  dockerfile: ({ source }) => (source.kind === 'image' ? null : [source.dockerfile, source.directory]),
  port: (spec) => spec.port,
  size: (spec) => [spec.cpu, spec.memoryGb],
  replicaMode: (spec) => spec.replicaMode,
  replicas: (spec) => [spec.minReplicas, spec.maxReplicas],
  scalePolicies: (spec) =>
    spec.scalePolicies.map(({ metric, thresholdPercent }) => [metric, thresholdPercent]),
  initialDelay: (spec) => spec.initialDelaySeconds,
  probe: ({ probe }) => [
    probe.kind,
    probe.kind === 'http' && probe.path,
    probe.kind === 'exec' && probe.command,
  ],
  liveness: (spec) => spec.liveness,
  readiness: (spec) => spec.readiness,
  command: (spec) => spec.command,
  args: (spec) => spec.args,
  postStart: (spec) => spec.postStart,
  preStop: (spec) => spec.preStop,
  logType: (spec) => spec.logType,
  logPath: (spec) => ofCustomLogs(spec, spec.logPath),
  logFormat: (spec) => ofCustomLogs(spec, spec.logFormat),
  logSet: (spec) => ofCustomLogs(spec, spec.logSet),
  logTopic: (spec) => ofCustomLogs(spec, spec.logTopic),
} as const satisfies Record<string, (spec: Comparable) => unknown>;

export type SpecField = keyof typeof COMPARED;

/** In the order in which people read a configuration. Labels in messages/*.json under `spec.<field>`. */
export const SPEC_FIELDS = Object.keys(COMPARED) as SpecField[];

/** An image has no code, code no image, and only 自定义 has a path of its own. */
export function hasField({ source, logType }: Comparable, field: SpecField): boolean {
  if (field === 'image') return source.kind === 'image';
  if (field === 'code' || field === 'dockerfile') return source.kind !== 'image';
  return logType === 'custom' || !CUSTOM_LOG_FIELDS.includes(field);
}

const CUSTOM_LOG_FIELDS: readonly SpecField[] = ['logPath', 'logFormat', 'logSet', 'logTopic'];

export type EnvChange = { name: string; kind: 'added' | 'changed' | 'removed' };

export type SpecDiff = {
  changed: SpecField[];
  same: SpecField[];
  /** By name; the values stay out of it. */
  env: EnvChange[];
  /** Names of variables that both have with the same value. */
  sameEnv: string[];
};

export function diffSpecs(before: Comparable, after: Comparable): SpecDiff {
  const isSame = (field: SpecField) =>
    JSON.stringify(COMPARED[field](before)) === JSON.stringify(COMPARED[field](after));
  return {
    changed: SPEC_FIELDS.filter((field) => !isSame(field)),
    same: SPEC_FIELDS.filter(isSame),
    ...diffEnv(before.env, after.env),
  };
}

type Env = Comparable['env'];

function diffEnv(before: Env, after: Env): Pick<SpecDiff, 'env' | 'sameEnv'> {
  const old = new Map(before.map((entry) => [entry.name, contentOf(entry)]));
  const kept = new Set(after.map(({ name }) => name));
  const isSame = (entry: Env[number]) => old.get(entry.name) === contentOf(entry);
  const sameEnv = after.filter(isSame).map(({ name }) => name);
  const env = [
    ...after
      .filter((entry) => !isSame(entry))
      .map(({ name }): EnvChange => ({ name, kind: old.has(name) ? 'changed' : 'added' })),
    ...before.filter(({ name }) => !kept.has(name)).map(({ name }): EnvChange => ({ name, kind: 'removed' })),
  ];
  return { env, sameEnv };
}

/** Two secrets are the same where one was kept, not where somebody typed the same again. */
function contentOf(entry: Env[number]): string {
  if (entry.kind === 'secret') return `secret ${entry.secretId}`;
  return `${entry.kind} ${entry.value}`;
}

/** What is typed for 自定义 means nothing where another 日志采集类型 is chosen. */
function ofCustomLogs({ logType }: Comparable, value: string): string | null {
  return logType === 'custom' ? value : null;
}

function codeOf(source: Comparable['source']): unknown {
  if (source.kind === 'package') return [source.packageId];
  return source.kind === 'repository' ? [source.url, source.branch, source.asOf, source.token] : null;
}
