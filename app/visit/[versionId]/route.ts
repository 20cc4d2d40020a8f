import { TRPCError } from '@trpc/server';
import { createTranslator } from 'use-intl/core';
import { signInPath } from '#components/shell/paths.ts';
import { preferencesOf } from '#components/shell/preferences.ts';
import { loadMessages } from '#messages/load.ts';
import { createContext } from '#server/api/context.ts';
import { createCaller } from '#server/api/init.ts';
import { appRouter } from '#server/api/router.ts';

type Route = { params: Promise<{ versionId: string }> };

/**
 * 访问服务 of one version: to its test address at `?path=`, with a ticket for this browser. Leads nowhere but to the
 * address that the API answers, or to the sign-in page of this console.
 */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { versionId } = await params;
  const { pathname, search, searchParams } = new URL(request.url);
  const path = searchParams.get('path') ?? '/';
  const api = createCaller(appRouter)(await createContext(request.headers, new Headers()));
  try {
    const { url } = await api.versions.visit({ versionId, path });
    return found(url);
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === 'UNAUTHORIZED') return found(signInPath(pathname + search));
    if (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST') return missing(request.headers);
    throw error;
  }
}

function found(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

function missing(headers: Headers): Response {
  const { locale } = preferencesOf((name) => cookieOf(headers, name));
  const t = createTranslator({ locale, messages: loadMessages(locale) });
  return new Response(t('versionDetail.visitMissing'), {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

function cookieOf(headers: Headers, name: string): string | undefined {
  const pairs = headers.get('cookie')?.split(/; */) ?? [];
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
