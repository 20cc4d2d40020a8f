import type { Metadata } from 'next';
import { LINK_METADATA, readLink } from '#app/(gate)/link.ts';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { DeadLink } from '#components/access/dead-link.tsx';
import { ResetForm } from '#components/access/reset-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('join.resetTitle'), ...LINK_METADATA };
}

/** Nothing is handed on to the browser's queries, as on the page of invitations. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token: secret } = await params;
  const { trpc, queryClient } = await readServerApi();
  const reset = await readLink(queryClient.fetchQuery(trpc.members.readReset.queryOptions({ secret })));
  return reset ? <ResetForm secret={secret} {...reset} /> : <DeadLink />;
}
