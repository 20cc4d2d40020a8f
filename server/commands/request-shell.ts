import { findInstance } from '#db/stores/instances.ts';
import { readMachine } from '#db/stores/machine.ts';
import { forgetShellTickets, insertShellTicket } from '#db/stores/shell.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { hasShell } from '#server/domain/shell.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

const TICKET_LENGTH = 40;

export type ShellRequest = {
  environmentId: string;
  serviceId: string;
  versionId: string;
  instanceId: string;
  /** The session or token that asks: the shell ends with it. */
  credentialId: string;
  /** How long the ticket is good. */
  ticketMs: number;
};

/**
 * Gives a ticket that opens one shell in the instance, once. Throws not_found where the version has no such instance,
 * shell_instance_gone unless it runs, shell_not_isolated on the built-in runner.
 */
export function requestShell(ctx: CommandContext, request: ShellRequest): string {
  return runCommand(ctx, () => {
    const { environmentId, serviceId, versionId, instanceId } = request;
    requireShell(ctx, versionId, instanceId);
    const ticket = ctx.randomText(TICKET_LENGTH);
    writeTicket(ctx, request, ticket);
    record(ctx, { kind: 'shell.requested', environmentId, serviceId, versionId, after: { instanceId } });
    return ticket;
  });
}

function requireShell({ db }: CommandContext, versionId: string, instanceId: string): void {
  const instance = findInstance(db, instanceId);
  if (instance?.versionId !== versionId) throw new Problem('not_found');
  if (readMachine(db)?.runner === 'embedded') throw new Problem('shell_not_isolated');
  if (!hasShell(instance)) throw new Problem('shell_instance_gone');
}

function writeTicket(ctx: CommandContext, request: ShellRequest, ticket: string): void {
  const createdAt = ctx.now();
  forgetShellTickets(ctx.db, createdAt);
  insertShellTicket(ctx.db, {
    hash: tokenHash(ticket),
    instanceId: request.instanceId,
    personId: ctx.actor.id,
    credentialId: request.credentialId,
    address: ctx.actor.origin?.address ?? '',
    requestId: ctx.actor.origin?.requestId ?? '',
    createdAt,
    expiresAt: createdAt + request.ticketMs,
  });
}
