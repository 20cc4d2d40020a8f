import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { SignUpLink } from '#components/access/sign-up-link.tsx';
import { returnPath } from '#components/shell/paths.ts';
import { SessionEnded } from '#components/shell/session-ended.tsx';
import { NotSignedOn, SignInByProvider } from '#components/shell/sign-in-by-provider.tsx';
import { SignInForm } from '#components/shell/sign-in-form.tsx';
import { SIGN_ON_PROBLEMS } from '#server/domain/single-sign-on.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('gate.signIn') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ from?: string | string[]; reason?: string | string[] }>;
}) {
  const { trpc, queryClient } = await readServerApi();
  const { from, reason } = await searchParams;
  const goal = returnPath(typeof from === 'string' ? from : undefined);
  if (await queryClient.fetchQuery(trpc.session.me.queryOptions())) redirect(goal);
  const { isDone } = await queryClient.fetchQuery(trpc.setup.status.queryOptions());
  if (!isDone) redirect('/first-run');
  const button = await queryClient.fetchQuery(trpc.singleSignOn.button.queryOptions());
  const problem = SIGN_ON_PROBLEMS.find((code) => code === reason);
  const isSignUpOpen = await queryClient.fetchQuery(trpc.access.isSignUpOpen.queryOptions());
  return (
    <>
      {reason === 'ended' ? <SessionEnded /> : null}
      {problem ? <NotSignedOn problem={problem} /> : null}
      <SignInForm goal={goal} />
      {button ? <SignInByProvider label={button.label} goal={goal} /> : null}
      {isSignUpOpen ? <SignUpLink /> : null}
    </>
  );
}
