'use client';
import { LogOut, UserRound } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { signOut } from '#components/shell/auth.ts';
import { Menu } from '#components/ui/menu.tsx';

export type ShellUser = { name: string; email: string };

export function AccountMenu({ user }: { user: ShellUser }) {
  const t = useTranslations('shell');
  return (
    <Menu
      head={user.email}
      entries={[
        {
          key: 'account',
          label: t('myAccount'),
          icon: <UserRound className="size-4" aria-hidden />,
          href: '/settings/account',
        },
        {
          key: 'sign-out',
          label: t('signOut'),
          icon: <LogOut className="size-4" aria-hidden />,
          onSelect: signOut,
        },
      ]}
      trigger={
        <button
          type="button"
          className="flex h-8 items-center gap-2 rounded-md px-2 text-ink motion-color hover:bg-hover phone:h-(--size-touch)"
        >
          <span className="sr-only">{t('account')}</span>
          <span
            aria-hidden
            className="grid size-5.5 place-items-center rounded-full bg-primary-soft text-primary text-xs uppercase"
          >
            {[...user.name][0]}
          </span>
          <span className="max-w-32 truncate phone:sr-only">{user.name}</span>
        </button>
      }
    />
  );
}
