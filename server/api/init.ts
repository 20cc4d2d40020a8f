// The API: tRPC, one router per noun. The only place that knows transport errors. A procedure is made by one of the
// builders below and by nothing else: each names the right it needs and the object it touches, loads that object
// through the caller's grants and hands it on. Not granted and not existing look the same.
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { type Deployment, findDeployment } from '#db/stores/deployments.ts';
import { type Environment, findEnvironment } from '#db/stores/environments.ts';
import { listGrants } from '#db/stores/people.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { findVersion, type Version } from '#db/stores/versions.ts';
import { type Caller, isCredentialLive, mayDo, mayDoSomewhere } from '#server/api/caller.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import { PROBLEMS, Problem } from '#server/domain/problem.ts';
import type { Right } from '#server/domain/rights.ts';

/** What the rights walk reads: every procedure has it. */
export type ProcedureMeta = {
  /** `in-person`: signed in by a browser's session; no API token will do. */
  right: Right | 'anyone' | 'signed-in' | 'in-person';
  object: 'none' | 'installation' | 'any-environment' | 'environment' | 'service' | 'version' | 'deployment';
};

const STATUS = {
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
} as const;

const t = initTRPC
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

/** What a person can mend, as the browser is told it; null where it is ours to mend. */
export function problemOf(error: TRPCError) {
  if (error.cause instanceof Problem) {
    const { code, params, issues } = error.cause;
    return { code, params, issues };
  }
  if (error.cause instanceof z.ZodError) {
    const issues = error.cause.issues.map((issue) => ({
      path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
      code: issue.message,
      params: {},
    }));
    return { code: 'input_invalid' as const, params: {}, issues };
  }
  return null;
}

const base = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof Problem)) return result;
  throw transportError(result.error.cause);
});

function transportError(problem: Problem): TRPCError {
  return new TRPCError({ code: STATUS[PROBLEMS[problem.code]], message: problem.code, cause: problem });
}

/** For route handlers, whose errors pass through no procedure. */
export function asTransportError(error: unknown): TRPCError {
  if (error instanceof TRPCError) return error;
  if (error instanceof Problem) return transportError(error);
  const code = error instanceof z.ZodError ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, cause: error });
}

const signedIn = base.use(({ ctx, next }) => {
  if (!ctx.caller) throw new Problem('not_signed_in');
  const { id, name } = ctx.caller;
  const command = commandContext(ctx, { id, name, origin: ctx.origin });
  return next({ ctx: { caller: ctx.caller, command } });
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

/** An object that was loaded through the caller's grants: nothing else may be handed to a command. */
declare const granted: unique symbol;
export type Granted<T> = T & { readonly [granted]: true };

function grant<T>(
  caller: Caller,
  right: Right,
  environmentId: string | null,
  object: T | undefined,
): Granted<T> {
  if (object === undefined || !mayDo(caller, right, environmentId)) throw new Problem('not_found');
  return object as Granted<T>;
}

/**
 * For subscriptions, which outlive the moment in which the right was found: to be called before each message. Throws
 * once the session has ended or the right was taken away.
 */
type RequireStill = () => void;

function requireStill(
  ctx: ApiContext & { caller: Caller },
  right: Right,
  environmentId: string,
): RequireStill {
  const { caller } = ctx;
  return () => {
    if (!isCredentialLive(ctx, caller.credential)) throw transportError(new Problem('not_signed_in'));
    const now = { ...caller, grants: listGrants(ctx.db, caller.id) };
    if (!mayDo(now, right, environmentId)) throw transportError(new Problem('not_found'));
  };
}

/** For anyone, signed in or not. */
export function forAnyone() {
  return base.meta({ right: 'anyone', object: 'none' });
}

/** For everyone who is signed in; answers only with what is the caller's own. */
export function forSignedIn() {
  return signedIn.meta({ right: 'signed-in', object: 'none' });
}

/** For everyone who is signed in by a browser: an API token must not change how its person signs in. */
export function forPerson() {
  return signedIn.meta({ right: 'in-person', object: 'none' }).use(({ ctx, next }) => {
    const { credential } = ctx.caller;
    if (credential.kind !== 'session') throw new Problem('session_needed');
    return next({ ctx: { sessionId: credential.sessionId } });
  });
}

/** Who has the right in at least one environment; `ctx.mayIn` tells for one. For what belongs to no environment. */
export function forAnyEnvironment(right: Right) {
  return signedIn.meta({ right, object: 'any-environment' }).use(({ ctx, next }) => {
    const { caller } = ctx;
    if (!mayDoSomewhere(caller, right)) throw new Problem('not_found');
    return next({ ctx: { mayIn: (environmentId: string) => mayDo(caller, right, environmentId) } });
  });
}

/** A right over the whole installation. */
export function forInstallation(right: Right) {
  return signedIn.meta({ right, object: 'installation' }).use(({ ctx, next }) => {
    grant(ctx.caller, right, null, true);
    return next();
  });
}

/** Input `environmentId`; `ctx.environment`, and `ctx.requireStill` for subscriptions. */
export function forEnvironment(right: Right) {
  return signedIn
    .meta({ right, object: 'environment' })
    .input(z.object({ environmentId: z.string() }))
    .use(({ ctx, input, next }) => {
      const found = findEnvironment(ctx.db, input.environmentId);
      const environment: Granted<Environment> = grant(ctx.caller, right, input.environmentId, found);
      return next({ ctx: { environment, requireStill: requireStill(ctx, right, environment.id) } });
    });
}

/** Input `serviceId`; `ctx.service`, and `ctx.requireStill` for subscriptions. */
export function forService(right: Right) {
  return signedIn
    .meta({ right, object: 'service' })
    .input(z.object({ serviceId: z.string() }))
    .use(({ ctx, input, next }) => {
      const service = grantedService(ctx, right, input.serviceId);
      return next({ ctx: { service, requireStill: requireStill(ctx, right, service.environmentId) } });
    });
}

/** Input `versionId`; `ctx.version` and its `ctx.service`. */
export function forVersion(right: Right) {
  return signedIn
    .meta({ right, object: 'version' })
    .input(z.object({ versionId: z.string() }))
    .use(({ ctx, input, next }) => {
      const found = findVersion(ctx.db, input.versionId);
      const service = grantedService(ctx, right, found?.serviceId);
      const version: Granted<Version> = grant(ctx.caller, right, service.environmentId, found);
      return next({ ctx: { service, version } });
    });
}

/** Input `deploymentId`; `ctx.deployment` and its `ctx.service`, and `ctx.requireStill` for subscriptions. */
export function forDeployment(right: Right) {
  return signedIn
    .meta({ right, object: 'deployment' })
    .input(z.object({ deploymentId: z.string() }))
    .use(({ ctx, input, next }) => {
      const found = findDeployment(ctx.db, input.deploymentId);
      const service = grantedService(ctx, right, found?.serviceId);
      const deployment: Granted<Deployment> = grant(ctx.caller, right, service.environmentId, found);
      const still = requireStill(ctx, right, service.environmentId);
      return next({ ctx: { service, deployment, requireStill: still } });
    });
}

function grantedService(
  ctx: { db: ApiContext['db']; caller: Caller },
  right: Right,
  serviceId: string | undefined,
): Granted<Service> {
  const found = serviceId === undefined ? undefined : findService(ctx.db, serviceId);
  return grant(ctx.caller, right, found?.environmentId ?? null, found);
}

/**
 * {@link forService} for what is no procedure: a route handler with a body too large for one. Throws not_signed_in,
 * not_found.
 */
export function grantService(ctx: ApiContext, right: Right, serviceId: string) {
  const { caller } = ctx;
  if (!caller) throw new Problem('not_signed_in');
  const known = { ...ctx, caller };
  const service = grantedService(known, right, serviceId);
  const command = commandContext(ctx, { id: caller.id, name: caller.name, origin: ctx.origin });
  return { service, command, requireStill: requireStill(known, right, service.environmentId) };
}
