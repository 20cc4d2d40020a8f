import type { Metadata } from 'next';
import { readPreferences, readTranslator } from '#app/request.ts';
import { ApiDocsPage } from '#components/settings/api/api-docs-page.tsx';
import { apiReference } from '#server/api/openapi/reference.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readTranslator())('apiDocs.title') };
}

/** The layout lets in who is signed in. */
export default async function Page() {
  const { locale } = await readPreferences();
  return <ApiDocsPage groups={apiReference(locale)} />;
}
