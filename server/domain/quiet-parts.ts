import type { UsageSpan } from '#server/domain/usage.ts';

type OfVersion = { versionId: string };

/**
 * Of the times in which versions slept, the parts in which nothing of them ran: an instance that is sent to sleep still
 * finishes its requests. So what was used and what was saved are never counted for the same second.
 */
export function quietParts<Sleep extends UsageSpan & OfVersion>(
  sleeps: readonly Sleep[],
  lifetimes: readonly (UsageSpan & OfVersion)[],
): Sleep[] {
  const byVersion = Map.groupBy(lifetimes, ({ versionId }) => versionId);
  return sleeps.flatMap((sleep) => {
    const ran = (byVersion.get(sleep.versionId) ?? []).toSorted((a, b) => a.startedAt - b.startedAt);
    return ran.reduce((parts, span) => parts.flatMap((part) => without(part, span)), [sleep]);
  });
}

/** What is left of it before and after the other. */
function without<Sleep extends UsageSpan>(sleep: Sleep, { startedAt, endedAt }: UsageSpan): Sleep[] {
  const end = sleep.endedAt ?? Number.POSITIVE_INFINITY;
  const parts: Sleep[] = [];
  if (sleep.startedAt < startedAt)
    parts.push({ ...sleep, endedAt: startedAt < end ? startedAt : sleep.endedAt });
  if (endedAt !== null && endedAt < end)
    parts.push({ ...sleep, startedAt: Math.max(sleep.startedAt, endedAt) });
  return startedAt >= end || (endedAt !== null && endedAt <= sleep.startedAt) ? [sleep] : parts;
}
