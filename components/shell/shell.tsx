'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { AccessWatch } from '#components/shell/access-watch.tsx';
import type { ShellUser } from '#components/shell/account-menu.tsx';
import { CurrentEnvironmentProvider } from '#components/shell/current-environment.tsx';
import { Navigation } from '#components/shell/navigation.tsx';
import type { Theme } from '#components/shell/preferences.ts';
import { TopBar } from '#components/shell/top-bar.tsx';
import { useAccess } from '#components/shell/use-access.ts';

type ShellProps = {
  user: ShellUser;
  rememberedEnvironmentId: string | undefined;
  theme: Theme;
  children: ReactNode;
};

/** Top bar, sidebar, and the page between them. */
export function Shell({ user, rememberedEnvironmentId, theme, children }: ShellProps) {
  const t = useTranslations('shell');
  const access = useAccess();
  return (
    <CurrentEnvironmentProvider environments={access.environments} rememberedId={rememberedEnvironmentId}>
      <a
        href="#content"
        className="sr-only z-(--z-tooltip) rounded-md bg-raised px-3 py-1.5 text-primary shadow-menu focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skip')}
      </a>
      <TopBar user={user} theme={theme} />
      <div className="mx-auto grid min-h-[calc(100dvh-var(--size-topbar))] max-w-(--size-content) grid-cols-[var(--size-sidebar)_minmax(0,1fr)] phone:grid-cols-[minmax(0,1fr)]">
        <aside className="sticky top-(--size-topbar) flex h-[calc(100dvh-var(--size-topbar))] flex-col overflow-y-auto border-line border-r p-3 phone:hidden">
          <Navigation />
        </aside>
        <main
          id="content"
          tabIndex={-1}
          className="flex min-w-0 flex-col px-6 pt-4 pb-6 outline-none compact:px-4 phone:pt-3"
        >
          <AccessWatch access={access}>{children}</AccessWatch>
        </main>
      </div>
    </CurrentEnvironmentProvider>
  );
}
