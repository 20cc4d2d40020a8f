import { passCookies } from '#server/api/auth/sign-in-outcome.ts';
import type { ApiContext } from '#server/api/context.ts';
import { SIGN_ON_PROVIDER } from '#server/domain/single-sign-on.ts';

/**
 * Where to go to sign in at the provider; the answer's cookie ties the way back to this browser. `from`: the page to
 * end up on, which the sign-in page checks. Throws not_found where it is off, sign_on_failed.
 */
export async function beginSignOn(ctx: ApiContext, from: string): Promise<{ url: string }> {
  const auth = await ctx.signOn.auth();
  const page = `/sign-in?from=${encodeURIComponent(from)}`;
  const body = {
    provider: SIGN_ON_PROVIDER,
    callbackURL: page,
    errorCallbackURL: page,
    disableRedirect: true,
  };
  const { headers, response } = await auth.api.signInSocial({
    body,
    headers: ctx.headers,
    returnHeaders: true,
  });
  passCookies(ctx, headers);
  return { url: response.url ?? '' };
}
