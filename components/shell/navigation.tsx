'use client';
import { Box, Server } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { MachineMeter } from '#components/shell/machine-meter.tsx';

const PLACES = [
  { href: '/services', label: 'services', Icon: Server },
  { href: '/environments', label: 'environments', Icon: Box },
] as const;

/** The sidebar's content; in the drawer on the phone. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations('shell');
  const pathname = usePathname();
  return (
    <>
      <nav aria-label={t('mainNavigation')}>
        <ul className="grid gap-0.5">
          {PLACES.map(({ href, label, Icon }) => (
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
