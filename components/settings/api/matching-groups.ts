import type { ReferenceGroup } from '#server/api/openapi/reference.ts';

/** The groups with those entries whose name or summary holds every word that is sought. */
export function matchingGroups(groups: readonly ReferenceGroup[], sought: string): ReferenceGroup[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ name, entries }) => ({
      name,
      entries: entries.filter(({ path, summary }) => {
        const text = `${path} ${summary}`.toLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ entries }) => entries.length > 0);
}
