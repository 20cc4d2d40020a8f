'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { settingsEntries } from '#components/settings/settings-entries.ts';

const ENTRY = [
  'flex h-8 items-center whitespace-nowrap rounded-md px-2.5 motion-color hover:bg-press hover:text-ink',
  'aria-[current]:bg-primary-soft aria-[current]:font-strong aria-[current]:text-primary phone:h-(--size-touch)',
].join(' ');

/** The list of settings beside one of them; on the phone a row above it. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[136px_minmax(0,1fr)] gap-x-6 phone:grid-cols-[minmax(0,1fr)]">
      <SettingsNavigation />
      <div className="min-w-0">{children}</div>
    </div>
  );
}

function SettingsNavigation() {
  const t = useTranslations('settings');
  const trpc = useTRPC();
  const pathname = usePathname();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  const current = useCurrentInView(pathname);
  return (
    <nav
      ref={current}
      aria-label={t('title')}
      className="phone:-mx-4 phone:mb-3 phone:overflow-x-auto phone:px-4"
    >
      <ul className="grid gap-0.5 phone:flex phone:w-max">
        {settingsEntries(session?.grants ?? []).map(({ href, label }) => (
          <li key={href}>
            <Link href={href} aria-current={pathname === href ? 'page' : undefined} className={ENTRY}>
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** On the phone the row is wider than the screen. */
function useCurrentInView(pathname: string) {
  const navigation = useRef<HTMLElement>(null);
  useEffect(() => {
    const current = navigation.current?.querySelector(`[href="${pathname}"]`);
    current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return navigation;
}
