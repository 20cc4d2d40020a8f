'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useDeferredValue } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { signOut } from '#components/shell/auth.ts';
import { THEMES, type Theme } from '#components/shell/preferences.ts';
import { THEME_KEY } from '#components/shell/theme-menu.tsx';
import { useSetPreference } from '#components/shell/use-preference.ts';

export type Command = { key: string; label: string; detail?: string; run: () => void };

export type CommandGroup = { key: 'groupServices' | 'groupVersions' | 'groupActions'; commands: Command[] };

/** What the palette offers for a text: services and versions from the server, actions from here. */
export function useCommands(
  text: string,
  theme: Theme,
): { groups: CommandGroup[]; isSearching: boolean; hasFailed: boolean } {
  const sought = useDeferredValue(text.trim());
  const router = useRouter();
  const trpc = useTRPC();
  const { data, isFetching, isError } = useQuery(
    trpc.search.query.queryOptions({ text: sought }, { placeholderData: keepPreviousData, retry: false }),
  );
  const actions = useActions(theme).filter(({ label }) => contains(label, sought));
  const services = (data?.services ?? []).map((service) => ({
    key: service.id,
    label: service.name,
    detail: service.remark,
    run: () => router.push(`/services/${service.id}`),
  }));
  const versions = (data?.versions ?? []).map((version) => ({
    key: version.id,
    label: version.name,
    detail: version.remark,
    run: () => router.push(`/services/${version.serviceId}`),
  }));
  const groups: CommandGroup[] = [
    { key: 'groupServices', commands: services },
    { key: 'groupVersions', commands: versions },
    { key: 'groupActions', commands: actions },
  ];
  return {
    groups: groups.filter(({ commands }) => commands.length > 0),
    isSearching: isFetching || sought !== text.trim(),
    hasFailed: isError,
  };
}

function useActions(theme: Theme): Command[] {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  const setPreference = useSetPreference();
  const mayManage = useMay('administer', null);
  const otherLocale = locale === 'zh-CN' ? 'en' : 'zh-CN';
  return [
    { key: 'services', label: t('actionServices'), run: () => router.push('/services') },
    {
      key: 'environments',
      label: t(mayManage ? 'actionEnvironments' : 'seeEnvironments'),
      run: () => router.push('/environments'),
    },
    ...THEMES.filter((choice) => choice !== theme).map((choice) => ({
      key: `theme-${choice}`,
      label: t('actionTheme', { name: t(THEME_KEY[choice]) }),
      run: () => setPreference('theme', choice),
    })),
    {
      key: 'language',
      label: t('actionLanguage', { name: t(otherLocale === 'en' ? 'en' : 'zhCN') }),
      run: () => setPreference('locale', otherLocale),
    },
    { key: 'sign-out', label: t('actionSignOut'), run: () => void signOut() },
  ];
}

function contains(label: string, sought: string): boolean {
  return label.toLowerCase().includes(sought.toLowerCase());
}
