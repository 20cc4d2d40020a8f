// The API: tRPC, one router per noun. A procedure is made by one of the builders below and by nothing else: each names
// the right it needs and the object it touches, loads that object through the caller's grants and hands it on. Not
// granted and not existing look the same. rights-table.ts says the same by hand, for each procedure.
import { z } from 'zod';
import { type Deployment, findDeployment } from '#db/stores/deployments.ts';
import { type Environment, findEnvironment } from '#db/stores/environments.ts';
import { findVersion, type Version } from '#db/stores/versions.ts';
import { auditMutations } from '#server/api/audit/audit-mutations.ts';
import { mayDo, mayDoSomewhere, requireGoodToken } from '#server/api/caller.ts';
import { commandContext } from '#server/api/context.ts';
import { type Granted, grant, grantedService, requireStill } from '#server/api/granted.ts';
import { transportError } from '#server/api/transport-error.ts';
import { t } from '#server/api/trpc.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Right } from '#server/domain/rights.ts';

const base = t.procedure
  .use(auditMutations)
  .use(async ({ next }) => {
    const result = await next();
    if (result.ok || !(result.error.cause instanceof Problem)) return result;
    throw transportError(result.error.cause);
  })
  .use(({ ctx, next }) => {
    requireGoodToken(ctx);
    return next();
  });

const signedIn = base.use(({ ctx, next }) => {
  if (!ctx.caller) throw new Problem('not_signed_in');
  const { id, name } = ctx.caller;
  const command = commandContext(ctx, { id, name, origin: ctx.origin });
  return next({ ctx: { caller: ctx.caller, command } });
});

export const router = t.router;
export const createCaller = t.createCallerFactory;

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
