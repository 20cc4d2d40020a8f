import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { MembersPage } from '#components/settings/members/members-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('members.title') };
}

export default function Page() {
  return <MembersPage />;
}
