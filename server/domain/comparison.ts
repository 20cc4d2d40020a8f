// 查看详情 of 版本历史: the serving configuration beside a snapshot, line by line (S2-18).
import { diffSpecs, hasField, SPEC_FIELDS, type SpecField } from '#server/domain/diff.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

export const COMPARISON_GROUPS = ['code', 'size', 'env', 'advanced'] as const;

export type ComparisonGroup = (typeof COMPARISON_GROUPS)[number];

const GROUP_OF: Record<SpecField, Exclude<ComparisonGroup, 'env'>> = {
  image: 'code',
  code: 'code',
  dockerfile: 'code',
  size: 'size',
  replicaMode: 'size',
  replicas: 'size',
  scalePolicies: 'size',
  port: 'advanced',
  initialDelay: 'advanced',
  probe: 'advanced',
  liveness: 'advanced',
  readiness: 'advanced',
  command: 'advanced',
  args: 'advanced',
  postStart: 'advanced',
  preStop: 'advanced',
  logType: 'advanced',
  logPath: 'advanced',
  logFormat: 'advanced',
  logSet: 'advanced',
  logTopic: 'advanced',
};

/** What instances were made from; null where it is not known any more. */
export type MadeFrom = { digest: string | null; commit: string | null } | null;

export type ComparedSide = { spec: VersionSpec; madeFrom: MadeFrom };

/** A variable on one side. What a secret holds is not known here. */
export type ComparedEnv = { kind: 'none' } | { kind: 'plain'; value: string } | { kind: 'secret' };

export type ComparisonLine = { group: ComparisonGroup; isDifferent: boolean } & (
  | { kind: 'field'; field: SpecField }
  | { kind: 'made'; field: 'digest' | 'commit'; current: string | null; snapshot: string | null }
  | { kind: 'env'; name: string; current: ComparedEnv; snapshot: ComparedEnv }
);

/** Every line that at least one side has, in the order in which people read a configuration. */
export function compareSides(current: ComparedSide, snapshot: ComparedSide): ComparisonLine[] {
  const lines = [
    ...fieldLines(current.spec, snapshot.spec),
    ...madeLines(current.madeFrom, snapshot.madeFrom),
    ...envLines(current.spec, snapshot.spec),
  ];
  return COMPARISON_GROUPS.flatMap((group) => lines.filter((line) => line.group === group));
}

function fieldLines(current: VersionSpec, snapshot: VersionSpec): ComparisonLine[] {
  const { changed } = diffSpecs(current, snapshot);
  return SPEC_FIELDS.filter((field) => hasField(current, field) || hasField(snapshot, field)).map(
    (field) => ({ kind: 'field', group: GROUP_OF[field], field, isDifferent: changed.includes(field) }),
  );
}

/** The same tag or branch may have led to something else. */
function madeLines(current: MadeFrom, snapshot: MadeFrom): ComparisonLine[] {
  return (['digest', 'commit'] as const).flatMap((field): ComparisonLine[] => {
    const [now, then] = [current?.[field] ?? null, snapshot?.[field] ?? null];
    if (now === null && then === null) return [];
    return [{ kind: 'made', group: 'code', field, current: now, snapshot: then, isDifferent: now !== then }];
  });
}

function envLines(current: VersionSpec, snapshot: VersionSpec): ComparisonLine[] {
  const { sameEnv } = diffSpecs(current, snapshot);
  const names = new Set([...current.env, ...snapshot.env].map(({ name }) => name));
  return [...names].map((name) => ({
    kind: 'env',
    group: 'env',
    name,
    current: sideOf(current, name),
    snapshot: sideOf(snapshot, name),
    isDifferent: !sameEnv.includes(name),
  }));
}

function sideOf({ env }: VersionSpec, name: string): ComparedEnv {
  const entry = env.find((candidate) => candidate.name === name);
  if (!entry) return { kind: 'none' };
  return entry.kind === 'secret' ? { kind: 'secret' } : { kind: 'plain', value: entry.value };
}
