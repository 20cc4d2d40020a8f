import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** That somebody took the log away as a file, and which part of it. */
export function recordExport(ctx: CommandContext, told: { format: string; filter: object }): void {
  runCommand(ctx, () => record(ctx, { kind: 'audit.exported', after: told }));
}
