import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { readTranslator } from '#app/request.ts';
import { readServerApi } from '#app/server-api.tsx';
import { SignUpForm } from '#components/access/sign-up-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('join.signUp') };
}

/** There is such a page only while owners let people register. */
export default async function SignUpPage() {
  const { trpc, queryClient } = await readServerApi();
  if (!(await queryClient.fetchQuery(trpc.access.isSignUpOpen.queryOptions()))) notFound();
  if (await queryClient.fetchQuery(trpc.session.me.queryOptions())) redirect('/services');
  return <SignUpForm />;
}
