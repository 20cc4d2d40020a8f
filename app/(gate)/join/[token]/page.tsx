import type { Metadata } from 'next';
import { LINK_METADATA, readLink } from '#app/(gate)/link.ts';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { AcceptInvitation } from '#components/access/accept-invitation.tsx';
import { DeadLink } from '#components/access/dead-link.tsx';
import { JoinForm } from '#components/access/join-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('join.title'), ...LINK_METADATA };
}

/** Nothing is handed on to the browser's queries: asked again, they would carry the secret in an address. */
export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token: secret } = await params;
  const { trpc, queryClient } = await readServerApi();
  const reading = queryClient.fetchQuery(trpc.invitations.read.queryOptions({ secret }));
  const invitation = await readLink(reading);
  if (!invitation) return <DeadLink />;
  const { email, grants: roles } = invitation;
  const session = await queryClient.fetchQuery(trpc.session.me.queryOptions());
  if (!session) return <JoinForm secret={secret} email={email} roles={roles} />;
  return <AcceptInvitation secret={secret} email={email} roles={roles} reader={session.user} />;
}
