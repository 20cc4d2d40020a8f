import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { UsagePage } from '#components/usage/usage-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('usage.title') };
}

export default function Page() {
  return <UsagePage />;
}
