import { insertCertificate } from '#db/stores/certificates.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { readCertificate } from '#server/commands/read-certificate.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { type CertificateInput, checkCertificate } from '#server/domain/certificate.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';

/**
 * Keeps a certificate for the gateway, its key sealed. Others for the same names stay: the one that ends last is shown.
 * Times in epoch ms. Throws what {@link readCertificate} and {@link checkCertificate} throw.
 */
export function addCertificate(
  ctx: CommandContext,
  input: CertificateInput,
): { certificateId: string; names: string[]; notAfter: number } {
  const { facts, chain, key } = readCertificate(input);
  checkCertificate(facts, ctx.now());
  return runCommand(ctx, () => {
    const certificateId = `cert-${ctx.randomText(10)}`;
    const { names, notBefore, notAfter } = facts;
    const by = { createdAt: ctx.now(), createdBy: ctx.actor.id };
    const sealedKey = ctx.seal(key, certificatePlace(certificateId));
    insertCertificate(ctx.db, { id: certificateId, names, chain, sealedKey, notBefore, notAfter, ...by });
    const after = { certificateId, names, notAfter };
    record(ctx, { kind: 'certificate.added', target: `certificate:${certificateId}`, after });
    return after;
  });
}
