import { z } from 'zod';
import { latestApplication, listOpenApplications } from '#db/stores/applications.ts';
import { forInstallation, forPerson, forSignedIn, router } from '#server/api/init.ts';
import { apply } from '#server/commands/apply.ts';
import { decideApplication } from '#server/commands/decide-application.ts';
import { withdrawApplication } from '#server/commands/withdraw-application.ts';
import { grantsSchema } from '#server/domain/membership.ts';

const MAX_TEXT_LENGTH = 500;

const noteSchema = z
  .string()
  .trim()
  .max(MAX_TEXT_LENGTH, 'application_text_too_long')
  .transform((text) => text || null);

const reasonSchema = z
  .string()
  .trim()
  .min(1, 'application_reason_required')
  .max(MAX_TEXT_LENGTH, 'application_text_too_long');

const ofApplication = z.object({ applicationId: z.string(), note: noteSchema });

/** 申请开通 (S1-2). Times in epoch ms. */
export const applicationsRouter = router({
  /** The caller's last one; null where there was none. */
  mine: forSignedIn().query(({ ctx }) => {
    const found = latestApplication(ctx.db, ctx.caller.id);
    if (!found) return null;
    const { state, reason, note, createdAt, decidedAt } = found;
    return { state, reason, note, createdAt, decidedAt };
  }),
  submit: forPerson()
    .input(z.object({ reason: reasonSchema }))
    .mutation(({ ctx, input }) => apply(ctx.command, input)),
  withdraw: forPerson().mutation(({ ctx }) => withdrawApplication(ctx.command)),

  /** Those that wait for a decision, the oldest first. */
  list: forInstallation('administer').query(({ ctx }) => listOpenApplications(ctx.db)),
  /** Throws not_found, application_decided, input_invalid. */
  decide: forInstallation('administer')
    .input(
      z.discriminatedUnion('verdict', [
        ofApplication.extend({ verdict: z.literal('approve'), grants: grantsSchema }),
        ofApplication.extend({ verdict: z.literal('refuse') }),
      ]),
    )
    .mutation(({ ctx, input }) => decideApplication(ctx.command, input)),
});
