import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { LoadAgain } from '#app/load-again.tsx';
import { readPreferences, readTranslator } from '#app/request.ts';
import { Providers } from '#components/shell/providers.tsx';
import { Works } from '#components/shell/works.tsx';
import { loadMessages } from '#messages/load.ts';
import './globals.css';

const SERVER_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslator();
  return { title: { default: t('common.product'), template: `%s · ${t('common.product')}` } };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme } = await readPreferences();
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme}>
      <head>
        <LoadAgain />
      </head>
      <body>
        <Works />
        <Providers
          locale={locale}
          messages={loadMessages(locale)}
          now={new Date()}
          timeZone={SERVER_TIME_ZONE}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
