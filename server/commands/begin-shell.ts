import { findToken } from '#db/stores/api-tokens.ts';
import { findInstance } from '#db/stores/instances.ts';
import { userNames } from '#db/stores/people.ts';
import { findService } from '#db/stores/services.ts';
import { insertShellSession, type ShellTicket, takeShellTicket } from '#db/stores/shell.ts';
import type { Actor, CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { hasShell } from '#server/domain/shell.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

const ID_LENGTH = 12;

/** They store no secret. */
export type ShellCommandContext = Omit<CommandContext, 'seal'>;

/** A shell that is written down: who has it, by which right, and where. */
export type BegunShell = {
  id: string;
  /** Under whose name its end is written. */
  actor: Actor;
  credentialId: string;
  environmentId: string;
  serviceId: string;
  versionId: string;
  instanceId: string;
  startedAt: number;
};

/**
 * Takes the ticket and writes the shell down before there is one, so that none runs that nobody knows of. `isAllowed`
 * is asked once it is known whose ticket it is. Throws shell_ticket_dead (also for a ticket that was taken, which it
 * stays), shell_instance_gone, and what `require` throws.
 */
export function beginShell(
  ctx: ShellCommandContext,
  ticketText: string,
  require: (shell: BegunShell) => void,
): BegunShell {
  const ticket = takeShellTicket(ctx.db, tokenHash(ticketText), ctx.now());
  if (!ticket) throw new Problem('shell_ticket_dead');
  try {
    return write(ctx, ticket, require);
  } catch (error) {
    if (error instanceof Problem) recordRefusal(ctx, ticket, error);
    throw error;
  }
}

function write(
  ctx: ShellCommandContext,
  ticket: ShellTicket,
  require: (shell: BegunShell) => void,
): BegunShell {
  return runCommand(ctx, () => {
    const shell = shellOf(ctx, ticket);
    require(shell);
    const { id, serviceId, versionId, instanceId, startedAt, environmentId } = shell;
    const place = { serviceId, versionId };
    insertShellSession(ctx.db, { id, ...place, instanceId, personId: shell.actor.id, startedAt });
    const after = { shellId: id, instanceId };
    record({ ...ctx, actor: shell.actor }, { kind: 'shell.opened', environmentId, ...place, after });
    return shell;
  });
}

function recordRefusal(ctx: ShellCommandContext, ticket: ShellTicket, { code }: Problem): void {
  const instance = findInstance(ctx.db, ticket.instanceId);
  const service = instance && findService(ctx.db, instance.serviceId);
  record(
    { ...ctx, actor: personOf(ctx, ticket) },
    {
      kind: 'shell.opened',
      environmentId: service?.environmentId,
      serviceId: service?.id,
      versionId: instance?.versionId,
      after: { instanceId: ticket.instanceId },
      outcome: 'refused',
      problem: code,
    },
  );
}

function shellOf(ctx: ShellCommandContext, ticket: ShellTicket): BegunShell {
  const instance = findInstance(ctx.db, ticket.instanceId);
  const service = instance && findService(ctx.db, instance.serviceId);
  if (!service || !hasShell(instance)) throw new Problem('shell_instance_gone');
  return {
    id: `shl-${ctx.randomText(ID_LENGTH)}`,
    actor: personOf(ctx, ticket),
    credentialId: ticket.credentialId,
    environmentId: service.environmentId,
    serviceId: service.id,
    versionId: instance.versionId,
    instanceId: instance.id,
    startedAt: ctx.now(),
  };
}

/** As the request for the ticket came, so that the log leads from one to the other. */
function personOf(
  { db }: ShellCommandContext,
  { personId, credentialId, requestId, address }: ShellTicket,
): Actor {
  const token = findToken(db, credentialId);
  return {
    id: personId,
    name: userNames(db).get(personId) ?? '',
    origin: {
      via: token ? 'token' : 'session',
      tokenId: token?.id ?? null,
      requestId: requestId || null,
      address: address || null,
    },
  };
}
