// tRPC set up once. Procedures are made by the builders of init.ts, never from here.
import { initTRPC } from '@trpc/server';
import type { ApiContext } from '#server/api/context.ts';
import { problemOf } from '#server/api/transport-error.ts';
import type { Right } from '#server/domain/rights.ts';

/** What a procedure's builder enforces: compared with the rights table. */
export type ProcedureMeta = {
  /** `in-person`: signed in by a browser's session; no API token will do. */
  right: Right | 'anyone' | 'signed-in' | 'in-person';
  object: 'none' | 'installation' | 'any-environment' | 'environment' | 'service' | 'version' | 'deployment';
};

export const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    errorFormatter({ shape, error }) {
      const problem = problemOf(error);
      const data = { ...shape.data, stack: undefined, problem };
      return { ...shape, message: problem ? problem.code : 'internal', data };
    },
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
  });
