// 流量配置 by percentage: what its rows are and how they change. All of it pure; the dialog only shows it, and what
// may be completed is decided by `checkShares`, the function that the server asks too.
import {
  checkShares,
  MAX_VERSIONS_WITH_TRAFFIC,
  type ReleaseMode,
  type Share,
} from '#server/domain/traffic.ts';

/** A version as the dialog needs it; `percent` is what it has now, by rules 0. */
export type FormVersion = {
  id: string;
  number: number;
  name: string;
  percent: number;
  hasTraffic: boolean;
  canServe: boolean;
};

/** `percent` is null while its field is empty; that counts as 0. */
export type TrafficRow = { versionId: string; percent: number | null };

export type TrafficForm = {
  rows: TrafficRow[];
  /** Every version that ever had a row, in the order in which it came: colours follow it and never change. */
  seen: string[];
};

/**
 * Versions with traffic, oldest first; where only one has some, also the newest other one at 0 %. By rules nobody has
 * a percentage: there the 默认版本 begins with all of it.
 */
export function openForm(versions: readonly FormVersion[], defaultVersionId?: string): TrafficForm {
  const oldestFirst = versions.toSorted((a, b) => a.number - b.number);
  const serving = oldestFirst.filter((version) => version.hasTraffic);
  const next = oldestFirst.findLast((version) => !version.hasTraffic && version.canServe);
  const shown = serving.length < 2 && next ? [...serving, next] : serving;
  return {
    rows: shown.toSorted((a, b) => a.number - b.number).map((version) => rowOf(version, defaultVersionId)),
    seen: shown.map((version) => version.id), // Slate goes to the oldest with traffic, even beside an older row at 0 %.
  };
}

function rowOf({ id, percent }: FormVersion, defaultVersionId?: string): TrafficRow {
  return { versionId: id, percent: id === defaultVersionId ? 100 : percent };
}

function withSeen(form: TrafficForm): TrafficForm {
  return { rows: form.rows, seen: [...new Set([...form.seen, ...form.rows.map((row) => row.versionId)])] };
}

export function setPercent(form: TrafficForm, versionId: string, percent: number | null): TrafficForm {
  const rows = form.rows.map((row) => (row.versionId === versionId ? { ...row, percent } : row));
  return { ...form, rows };
}

/** Another version in the place of one; the percentage stays. */
export function replaceVersion(form: TrafficForm, versionId: string, byId: string): TrafficForm {
  const rows = form.rows.map((row) => (row.versionId === versionId ? { ...row, versionId: byId } : row));
  return withSeen({ ...form, rows });
}

export function removeRow(form: TrafficForm, versionId: string): TrafficForm {
  return { ...form, rows: form.rows.filter((row) => row.versionId !== versionId) };
}

/** Versions that may still get a row, newest first. */
export function addable(form: TrafficForm, versions: readonly FormVersion[]): FormVersion[] {
  return versions
    .filter((version) => version.canServe && !form.rows.some((row) => row.versionId === version.id))
    .sort((a, b) => b.number - a.number);
}

/** A row at 0 % for the newest version without one; undefined where the mode or the versions allow no more. */
export function addRow(
  form: TrafficForm,
  versions: readonly FormVersion[],
  releaseMode: ReleaseMode,
): TrafficForm | undefined {
  const [newest] = addable(form, versions);
  if (!newest || form.rows.length >= MAX_VERSIONS_WITH_TRAFFIC[releaseMode]) return undefined;
  return withSeen({ ...form, rows: [...form.rows, { versionId: newest.id, percent: 0 }] });
}

/** The newest version takes `percent`, the others the rest: in their present proportion, so that the sum is 100. */
export function giveNewest(
  form: TrafficForm,
  versions: readonly FormVersion[],
  percent: number,
): TrafficForm {
  const newest = newestRow(form, versions);
  const others = form.rows.filter((row) => row.versionId !== newest?.versionId);
  const rest = spread(100 - percent, sortRows(others, versions));
  const rows = form.rows.map((row) => ({
    ...row,
    percent: row.versionId === newest?.versionId ? percent : (rest.get(row.versionId) ?? 0),
  }));
  return { ...form, rows };
}

/** `total` in whole percents by the weights of the rows; what rounding leaves over goes to the first. */
function spread(total: number, rows: readonly TrafficRow[]): Map<string, number> {
  const sum = sumOf(rows);
  const parts = rows.map((row) => (sum > 0 ? Math.floor((total * (row.percent ?? 0)) / sum) : 0));
  const left = total - parts.reduce((added, part) => added + part, 0);
  return new Map(rows.map((row, index) => [row.versionId, (parts[index] ?? 0) + (index === 0 ? left : 0)]));
}

export function sumOf(rows: readonly TrafficRow[]): number {
  return rows.reduce((sum, row) => sum + (row.percent ?? 0), 0);
}

/** The one step that makes the sum 100: what the oldest version gets, or what is taken from the oldest that has it. */
export function mend(
  form: TrafficForm,
  versions: readonly FormVersion[],
): { versionId: string; percent: number } | undefined {
  const missing = 100 - sumOf(form.rows);
  const row = sortRows(form.rows, versions).find((candidate) => (candidate.percent ?? 0) + missing >= 0);
  if (!row || missing === 0) return undefined;
  return { versionId: row.versionId, percent: (row.percent ?? 0) + missing };
}

export function newestRow(form: TrafficForm, versions: readonly FormVersion[]): TrafficRow | undefined {
  return sortRows(form.rows, versions).at(-1);
}

/** Oldest version first: the order of the strip. */
export function sortRows(rows: readonly TrafficRow[], versions: readonly FormVersion[]): TrafficRow[] {
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  return [...rows].sort((a, b) => (numbers.get(a.versionId) ?? 0) - (numbers.get(b.versionId) ?? 0));
}

export function sharesOf(form: TrafficForm): Share[] {
  return form.rows.map(({ versionId, percent }) => ({ versionId, percent: percent ?? 0 }));
}

/** All that keeps 完成 from being pressed. */
export function issuesOf(form: TrafficForm, versions: readonly FormVersion[], releaseMode: ReleaseMode) {
  return checkShares(sharesOf(form), versions, releaseMode);
}

/** Whether completing would change anything. */
export function isChanged(form: TrafficForm, versions: readonly FormVersion[]): boolean {
  const wanted = new Map(form.rows.map((row) => [row.versionId, row.percent ?? 0]));
  return versions.some((version) => (wanted.get(version.id) ?? 0) !== version.percent);
}

/**
 * The same typed numbers over a newer state: rows of versions that are gone leave, versions that have got traffic
 * meanwhile come in at 0 %, because that is what completing would give them.
 */
export function rebase(form: TrafficForm, versions: readonly FormVersion[]): TrafficForm {
  const kept = form.rows.filter((row) =>
    versions.some(({ id, canServe }) => id === row.versionId && canServe),
  );
  const come = versions.filter(
    (version) => version.hasTraffic && !kept.some((row) => row.versionId === version.id),
  );
  const rows = [...kept, ...come.map((version) => ({ versionId: version.id, percent: 0 }))];
  return withSeen({ ...form, rows: sortRows(rows, versions) });
}

/** Who will see what, for one sentence. Parts are oldest first. */
export type Audience =
  | { kind: 'nobody' }
  | { kind: 'over'; excess: number }
  | { kind: 'everyone'; versionId: string; without: string[] }
  | { kind: 'split'; parts: { versionId: string; percent: number }[]; missing: number };

export function audienceOf(form: TrafficForm, versions: readonly FormVersion[]): Audience {
  const sum = sumOf(form.rows);
  const rows = sortRows(form.rows, versions);
  const parts = rows.flatMap(({ versionId, percent }) => (percent ? [{ versionId, percent }] : []));
  const [first] = parts;
  if (!first) return { kind: 'nobody' };
  if (sum > 100) return { kind: 'over', excess: sum - 100 };
  if (parts.length > 1 || sum < 100) return { kind: 'split', parts, missing: 100 - sum };
  const without = rows.map((row) => row.versionId).filter((id) => id !== first.versionId);
  return { kind: 'everyone', versionId: first.versionId, without };
}
