import type { Metadata } from 'next';
import { readTranslator } from '#app/request.ts';
import { AuditPage } from '#components/audit/audit-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('audit.title') };
}

export default function Page() {
  return <AuditPage />;
}
