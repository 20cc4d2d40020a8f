import { TRPCError } from '@trpc/server';
import type { NextRequest } from 'next/server';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { signInPath } from '#components/shell/paths.ts';

type Route = { params: Promise<{ versionId: string }> };

/**
 * 访问服务 of one version: to its test address at `?path=`, with a ticket for this browser. Leads nowhere but to the
 * address that the API answers, or to the sign-in page of this console.
 */
export async function GET(request: NextRequest, { params }: Route): Promise<Response> {
  const { versionId } = await params;
  const { pathname, search, searchParams } = request.nextUrl;
  const path = searchParams.get('path') ?? '/';
  const { trpc, queryClient } = await readServerApi();
  try {
    const { url } = await queryClient.fetchQuery(trpc.versions.visit.queryOptions({ versionId, path }));
    return found(url);
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === 'UNAUTHORIZED') return found(signInPath(pathname + search));
    if (error.code === 'NOT_FOUND' || error.code === 'BAD_REQUEST') return missing();
    throw error;
  }
}

function found(location: string): Response {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

async function missing(): Promise<Response> {
  const t = await readTranslator();
  return new Response(t('versionDetail.visitMissing'), {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}
