'use client';
import { ChevronDown } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl/react';
import { useSetPreference } from '#components/shell/use-preference.ts';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { LOCALES, type Locale } from '#messages/load.ts';

const NAME_KEY = { 'zh-CN': 'zhCN', en: 'en' } as const satisfies Record<Locale, string>;

export function LanguageMenu() {
  const t = useTranslations('shell');
  const locale = useLocale();
  const setPreference = useSetPreference();
  return (
    <Menu
      entries={LOCALES.map((choice) => ({
        key: choice,
        label: <span lang={choice}>{t(NAME_KEY[choice])}</span>,
        isChosen: choice === locale,
        onChoose: () => setPreference('locale', choice),
      }))}
      trigger={
        <Button intent="quiet">
          <span className="sr-only">{t('language')}</span>
          {t(NAME_KEY[locale])}
          <ChevronDown className="size-3.5" aria-hidden />
        </Button>
      }
    />
  );
}
