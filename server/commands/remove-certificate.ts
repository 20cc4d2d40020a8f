import { deleteCertificate, findCertificate } from '#db/stores/certificates.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Removes a certificate, its key for good. Visitors of its names are shown another one that fits from then on, or none.
 * Throws not_found.
 */
export function removeCertificate(ctx: CommandContext, certificateId: string): void {
  runCommand(ctx, () => {
    const certificate = findCertificate(ctx.db, certificateId);
    if (!certificate) throw new Problem('not_found');
    deleteCertificate(ctx.db, certificateId);
    const { names, notAfter } = certificate;
    const before = { certificateId, names, notAfter };
    record(ctx, { kind: 'certificate.removed', target: `certificate:${certificateId}`, before });
  });
}
