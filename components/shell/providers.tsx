'use client';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import { ApiProvider } from '#components/api/client.tsx';
import { ToastProvider } from '#components/ui/toast.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import type { Locale, Messages } from '#messages/load.ts';

/** `now` is the server's clock at rendering: both sides then write the same relative times. */
export function Providers({
  locale,
  messages,
  now,
  children,
}: {
  locale: Locale;
  messages: Messages;
  now: Date;
  children: ReactNode;
}) {
  return (
    <IntlProvider locale={locale} messages={messages} now={now}>
      <TooltipProvider>
        <ToastProvider>
          <ApiProvider>{children}</ApiProvider>
        </ToastProvider>
      </TooltipProvider>
    </IntlProvider>
  );
}
