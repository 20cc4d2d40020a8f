import { requireGoodToken } from '#server/api/caller.ts';
import { createContext } from '#server/api/context.ts';
import { openApiDocument } from '#server/api/openapi/document.ts';
import { answerOf } from '#server/api/problem-answer.ts';
import { Problem } from '#server/domain/problem.ts';

/** Of the product; held to package.json by a test. */
export const PRODUCT_VERSION = '0.1.0';

/**
 * The document, for whoever is signed in, with grants or without: nothing in it is secret, but a stranger need not
 * learn what there is to try.
 */
export function answerDocument(request: Request): Promise<Response> {
  return answerOf(request, async () => {
    const ctx = await createContext(request.headers, new Headers());
    requireGoodToken(ctx);
    if (!ctx.caller) throw new Problem('not_signed_in');
    const { authCookies } = await ctx.auth.$context;
    return openApiDocument({ version: PRODUCT_VERSION, cookieName: authCookies.sessionToken.name });
  });
}
