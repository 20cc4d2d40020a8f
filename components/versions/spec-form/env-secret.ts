import type { EnvEntry } from '#components/versions/spec-form/env-lines.ts';

export type KeptEntry = Extract<EnvEntry, { kind: 'secret' }>;

/** What is stored does not come back as text; what was typed just now stays. */
export function withSecrecy(entry: EnvEntry, kept: KeptEntry | undefined, isSecret: boolean): EnvEntry {
  const value = entry.kind === 'secret' ? '' : entry.value;
  if (!isSecret) return { kind: 'plain', name: entry.name, value };
  if (kept && value === '') return { ...kept, name: entry.name };
  return { kind: 'new-secret', name: entry.name, value };
}
