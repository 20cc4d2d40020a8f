// 流量配置 by URL parameter: what its rows are and how they change. All of it pure; what may be completed is decided by
// `checkPolicy`, the function that the server asks too.
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import type { RulesPolicy, TrafficRule } from '#server/domain/traffic-rules.ts';

/** `id` stays with a row wherever it goes. A version that is not chosen is ''. */
export type RuleRow = TrafficRule & { id: number };

export type RulesForm = {
  rows: RuleRow[];
  defaultVersionId: string;
  /** Every version that was ever chosen, in the order in which it came: colours follow it and never change. */
  seen: string[];
  nextId: number;
};

/** The rules as they are. Out of percentages: one empty rule for the newest version, all else to the oldest. */
export function openRules(
  versions: readonly FormVersion[],
  policy: Pick<RulesPolicy, 'rules' | 'defaultVersionId'> | undefined,
): RulesForm {
  const { rules, defaultVersionId } = policy ?? firstRules(versions);
  const used = new Set([defaultVersionId, ...rules.map(({ versionId }) => versionId)]);
  const serving = oldestFirst(versions).filter(({ id, hasTraffic }) => hasTraffic || used.has(id));
  return {
    rows: rules.map((rule, index) => ({ ...rule, id: index })),
    defaultVersionId,
    seen: serving.toSorted((a, b) => Number(b.hasTraffic) - Number(a.hasTraffic)).map(({ id }) => id),
    nextId: rules.length,
  };
}

function firstRules(versions: readonly FormVersion[]): Pick<RulesPolicy, 'rules' | 'defaultVersionId'> {
  const able = oldestFirst(versions).filter(({ canServe }) => canServe);
  const serving = able.filter(({ hasTraffic }) => hasTraffic);
  const base = serving[0] ?? able[0];
  const newest = (serving.length > 1 ? serving : able).at(-1);
  return {
    rules: [{ source: 'query', key: '', value: '', versionId: newest?.id ?? '' }],
    defaultVersionId: base?.id ?? '',
  };
}

function oldestFirst(versions: readonly FormVersion[]): FormVersion[] {
  return versions.toSorted((a, b) => a.number - b.number);
}

/** One more at the end, alike the last one but for key and value. */
export function addRule(form: RulesForm): RulesForm {
  const last = form.rows.at(-1);
  const versionId = last?.versionId ?? form.seen.find((id) => id !== form.defaultVersionId) ?? '';
  const row: RuleRow = { id: form.nextId, source: last?.source ?? 'query', key: '', value: '', versionId };
  return { ...form, rows: [...form.rows, row], nextId: form.nextId + 1 };
}

export function changeRule(form: RulesForm, id: number, change: Partial<TrafficRule>): RulesForm {
  const rows = form.rows.map((row) => (row.id === id ? { ...row, ...change } : row));
  return withSeen({ ...form, rows });
}

export function removeRule(form: RulesForm, id: number): RulesForm {
  return { ...form, rows: form.rows.filter((row) => row.id !== id) };
}

/** To a place counted from 0; places beyond the ends are the ends. */
export function moveRule(form: RulesForm, id: number, to: number): RulesForm {
  const row = form.rows.find((candidate) => candidate.id === id);
  if (!row) return form;
  const others = form.rows.filter((other) => other !== row);
  const place = Math.min(Math.max(to, 0), others.length);
  return { ...form, rows: others.toSpliced(place, 0, row) };
}

export function setDefault(form: RulesForm, defaultVersionId: string): RulesForm {
  return withSeen({ ...form, defaultVersionId });
}

function withSeen(form: RulesForm): RulesForm {
  const used = [form.defaultVersionId, ...form.rows.map(({ versionId }) => versionId)].filter(Boolean);
  return { ...form, seen: [...new Set([...form.seen, ...used])] };
}

export function rulesPolicyOf({ rows, defaultVersionId }: RulesForm): RulesPolicy {
  const rules = rows.map(({ source, key, value, versionId }) => ({ source, key, value, versionId }));
  return { mode: 'rules', rules, defaultVersionId };
}

/** The same typed rules over a newer state: what pointed to a version that is gone waits for another choice. */
export function rebaseRules(form: RulesForm, versions: readonly FormVersion[]): RulesForm {
  const keep = (versionId: string) =>
    versions.some(({ id, canServe }) => id === versionId && canServe) ? versionId : '';
  return {
    ...form,
    rows: form.rows.map((row) => ({ ...row, versionId: keep(row.versionId) })),
    defaultVersionId: keep(form.defaultVersionId),
  };
}
