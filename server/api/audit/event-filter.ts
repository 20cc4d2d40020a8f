import { z } from 'zod';
import type { EventFilter } from '#db/stores/audit-list.ts';
import { EVENT_GROUP_NAMES, EVENT_GROUPS } from '#server/domain/audit-kinds.ts';

/** What 审计 can be narrowed to; times in epoch ms. */
export const filterSchema = z.object({
  from: z.int().optional(),
  to: z.int().optional(),
  /** No events older than this, in ms. */
  maxAgeMs: z.int().positive().optional(),
  actorId: z.string().max(100).optional(),
  group: z.enum(EVENT_GROUP_NAMES).optional(),
  environmentId: z.string().max(100).optional(),
  serviceId: z.string().max(100).optional(),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  text: z.string().max(200).optional(),
});

export function toFilter(
  { group, maxAgeMs, ...asked }: z.output<typeof filterSchema>,
  environmentIds: EventFilter['environmentIds'],
): EventFilter {
  const from = maxAgeMs === undefined ? asked.from : Date.now() - maxAgeMs;
  return { ...asked, from, environmentIds, areas: group && EVENT_GROUPS[group] };
}
