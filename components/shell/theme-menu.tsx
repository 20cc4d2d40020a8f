'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { THEMES, type Theme } from '#components/shell/preferences.ts';
import { useSetPreference } from '#components/shell/use-preference.ts';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';

export const THEME_KEY = {
  system: 'themeSystem',
  light: 'themeLight',
  dark: 'themeDark',
} as const satisfies Record<Theme, string>;

const ICON = { system: Monitor, light: Sun, dark: Moon };

export function ThemeMenu({ theme }: { theme: Theme }) {
  const t = useTranslations('shell');
  const setPreference = useSetPreference();
  return (
    <Menu
      entries={THEMES.map((choice) => ({
        key: choice,
        label: t(THEME_KEY[choice]),
        icon: <ThemeIcon theme={choice} />,
        isChosen: choice === theme,
        onChoose: () => setPreference('theme', choice),
      }))}
      trigger={
        <Button intent="quiet" size="icon" aria-label={t('theme', { name: t(THEME_KEY[theme]) })}>
          <ThemeIcon theme={theme} />
        </Button>
      }
    />
  );
}

function ThemeIcon({ theme }: { theme: Theme }) {
  const Icon = ICON[theme];
  return <Icon className="size-4" aria-hidden />;
}
