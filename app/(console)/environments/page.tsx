import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { EnvironmentsPage } from '#components/environments/environments-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('environments.title') };
}

/** The layout has already read the list. */
export default function Page() {
  return <EnvironmentsPage />;
}
