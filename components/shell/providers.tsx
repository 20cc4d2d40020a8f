'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl/react';
import { ApiProvider } from '#components/api/client.tsx';
import { ToastProvider } from '#components/ui/toast.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import type { Locale, Messages } from '#messages/load.ts';

/** `now` and `timeZone` are the server's at rendering: both sides then write the same words. */
export function Providers({
  locale,
  messages,
  now,
  timeZone,
  children,
}: {
  locale: Locale;
  messages: Messages;
  now: Date;
  timeZone: string;
  children: ReactNode;
}) {
  return (
    <IntlProvider locale={locale} messages={messages} now={now} timeZone={timeZone}>
      {/* The policy allows no style elements; what they would say is in globals.css. */}
      <CSPProvider disableStyleElements>
        <TooltipProvider>
          <ToastProvider>
            <ApiProvider>{children}</ApiProvider>
          </ToastProvider>
        </TooltipProvider>
      </CSPProvider>
    </IntlProvider>
  );
}
