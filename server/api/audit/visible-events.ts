import type { EventFilter } from '#db/stores/audit-list.ts';
import { listEnvironments } from '#db/stores/environments.ts';
import { type Caller, mayDo } from '#server/api/caller.ts';
import type { ApiContext } from '#server/api/context.ts';

/** Owners see the whole log; everybody else what happened in the environments that they may see. */
export function visibleEvents(
  ctx: Pick<ApiContext, 'db'> & { caller: Caller },
): EventFilter['environmentIds'] {
  if (mayDo(ctx.caller, 'administer', null)) return 'all';
  return listEnvironments(ctx.db)
    .map(({ id }) => id)
    .filter((id) => mayDo(ctx.caller, 'view', id));
}
