import { z } from 'zod';
import { readSetting } from '#db/stores/installation-settings.ts';
import { forAnyone, forInstallation, router } from '#server/api/init.ts';
import { beginSignOn } from '#server/api/single-sign-on/begin-sign-on.ts';
import { fetchDiscovery } from '#server/api/single-sign-on/fetch-discovery.ts';
import { readSignOnSettings, setSingleSignOn } from '#server/commands/set-single-sign-on.ts';
import { callbackUrl, issuerSchema, singleSignOnSchema } from '#server/domain/single-sign-on.ts';

/** 单点登录. */
export const singleSignOnRouter = router({
  /** `settings` null: never set. The client secret comes back to nobody. */
  get: forInstallation('administer').query(({ ctx }) => ({
    settings: readSignOnSettings(ctx.db),
    callbackUrl: callbackUrl(ctx.settings.consoleUrl),
  })),
  /** Throws input_invalid. */
  set: forInstallation('administer')
    .input(singleSignOnSchema)
    .mutation(({ ctx, input }) => setSingleSignOn(ctx.command, input)),
  /** Asks the provider what it says of itself. `fault` null: it can be used. */
  check: forInstallation('administer')
    .input(z.object({ issuer: issuerSchema }))
    .query(async ({ input }) => {
      const found = await fetchDiscovery(input.issuer);
      return { fault: 'code' in found ? found : null };
    }),

  /** What the button on the sign-in page says; null: there is none. */
  button: forAnyone().query(({ ctx }) => {
    const setting = readSetting(ctx.db, 'singleSignOn');
    return setting?.isEnabled ? { label: setting.label } : null;
  }),
  /** Where to sign in at the provider. Throws not_found while it is off, sign_on_failed. */
  start: forAnyone()
    .input(z.object({ from: z.string().max(2_000) }))
    .mutation(({ ctx, input }) => beginSignOn(ctx, input.from)),
});
