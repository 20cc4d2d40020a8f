import { z } from 'zod';
import { listCertificates } from '#db/stores/certificates.ts';
import { forInstallation, router } from '#server/api/init.ts';
import { addCertificate } from '#server/commands/add-certificate.ts';
import { removeCertificate } from '#server/commands/remove-certificate.ts';

/** Certificates of the gateway. No procedure gives a key. */
export const certificatesRouter = router({
  /** What ends last comes last; times in epoch ms. */
  list: forInstallation('administer').query(({ ctx }) =>
    listCertificates(ctx.db).map(({ id, names, notBefore, notAfter, createdAt }) => ({
      id,
      names,
      notBefore,
      notAfter,
      createdAt,
    })),
  ),
  /** PEM of the chain, the leaf first, and of its key. */
  add: forInstallation('administer')
    .input(z.object({ chain: z.string(), key: z.string() }))
    .mutation(({ ctx, input }) => addCertificate(ctx.command, input)),
  remove: forInstallation('administer')
    .input(z.object({ certificateId: z.string() }))
    .mutation(({ ctx, input }) => {
      removeCertificate(ctx.command, input.certificateId);
    }),
});
