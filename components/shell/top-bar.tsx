'use client';
import Link from 'next/link';
import { AccountMenu, type ShellUser } from '#components/shell/account-menu.tsx';
import { BrandMark, BrandName } from '#components/shell/brand.tsx';
import { CommandPalette } from '#components/shell/command-palette.tsx';
import { EnvironmentSwitcher } from '#components/shell/environment-switcher.tsx';
import { LanguageMenu } from '#components/shell/language-menu.tsx';
import { NavigationDrawer } from '#components/shell/navigation-drawer.tsx';
import type { Theme } from '#components/shell/preferences.ts';
import { ThemeMenu } from '#components/shell/theme-menu.tsx';

export function TopBar({ user, theme }: { user: ShellUser; theme: Theme }) {
  return (
    <header className="sticky top-0 z-(--z-shell) border-line border-b bg-surface">
      <div className="mx-auto flex h-[calc(var(--size-topbar)-1px)] max-w-(--size-content) items-center gap-2 px-4 phone:px-2">
        <NavigationDrawer theme={theme} />
        <Link
          href="/services"
          className="flex w-[calc(var(--size-sidebar)-16px)] flex-none items-center gap-2 text-[15px] phone:hidden [&_span+span]:text-xs"
        >
          <BrandMark />
          <BrandName />
        </Link>
        <EnvironmentSwitcher />
        <CommandPalette theme={theme} />
        <div className="ml-auto flex flex-none items-center gap-1 phone:ml-0">
          <div className="flex items-center gap-1 phone:hidden">
            <LanguageMenu />
            <ThemeMenu theme={theme} />
          </div>
          <AccountMenu user={user} />
        </div>
      </div>
    </header>
  );
}
