'use client';
import { useQuery } from '@tanstack/react-query';
import { Box, ChartColumn, ScrollText, Server, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { settingsEntries } from '#components/settings/settings-entries.ts';
import { MachineMeter } from '#components/shell/machine-meter.tsx';

const PLACES = [
  { href: '/services', label: 'services', Icon: Server },
  { href: '/environments', label: 'environments', Icon: Box },
  { href: '/usage', label: 'usage', Icon: ChartColumn },
  { href: '/audit', label: 'audit', Icon: ScrollText },
  { href: '/settings', label: 'settings', Icon: Settings },
] as const;

/** The sidebar's content; in the drawer on the phone. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  const places = usePlaces();
  return (
    <>
      <nav aria-label={t('mainNavigation')}>
        <ul className="grid gap-0.5">
          {places.map(({ href, label, Icon }) => (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={pathname.startsWith(href) ? 'page' : undefined}
                className="flex h-9 items-center gap-2.5 rounded-md px-2.5 motion-color hover:bg-press hover:text-ink aria-[current]:bg-primary-soft aria-[current]:font-strong aria-[current]:text-primary phone:h-(--size-touch)"
              >
                <Icon className="size-4" aria-hidden />
                {t(label)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <MachineMeter />
    </>
  );
}

/** Without those on which one would find nothing. */
function usePlaces() {
  const trpc = useTRPC();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  const grants = session?.grants ?? [];
  return PLACES.filter(({ href }) => {
    if (href === '/audit' || href === '/usage') return grants.length > 0;
    return href !== '/settings' || settingsEntries(grants).length > 0;
  });
}
