'use client';
import { ChevronDown, Settings2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import {
  type ShellEnvironment,
  useCurrentEnvironment,
  useEnvironments,
} from '#components/shell/current-environment.tsx';
import { rememberPreference } from '#components/shell/use-preference.ts';
import { Menu, type MenuEntry } from '#components/ui/menu.tsx';

/** Shows where one is, and leads to the service list of another environment. */
export function EnvironmentSwitcher() {
  const t = useTranslations();
  const router = useRouter();
  const environments = useEnvironments();
  const current = useCurrentEnvironment();
  const mayManage = useMay('administer', null);

  function choose(environment: ShellEnvironment): void {
    rememberPreference('environment', environment.id);
    router.push('/services');
    router.refresh();
  }

  const choices: MenuEntry[] = environments.map((environment) => ({
    key: environment.id,
    label: <EnvironmentLabel environment={environment} />,
    isChosen: environment.id === current?.id,
    onChoose: () => choose(environment),
  }));
  const manage: MenuEntry = {
    key: 'manage',
    label: t(mayManage ? 'shell.manageEnvironments' : 'shell.seeEnvironments'),
    icon: <Settings2 className="size-4" aria-hidden />,
    hasSeparator: choices.length > 0,
    href: '/environments',
  };
  return (
    <Menu
      align="start"
      entries={[...choices, manage]}
      trigger={
        <button
          type="button"
          className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-line bg-surface pr-2 pl-2.5 text-ink motion-color hover:bg-hover phone:h-9"
        >
          <span className="sr-only">{t('shell.switchEnvironment')}</span>
          {current ? <EnvironmentLabel environment={current} /> : t('shell.noEnvironment')}
          <ChevronDown className="size-3.5 flex-none" aria-hidden />
        </button>
      }
    />
  );
}

function EnvironmentLabel({ environment }: { environment: ShellEnvironment }) {
  const t = useTranslations('regions');
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate">{environment.alias}</span>
      <i className="h-3 w-px flex-none bg-line" />
      <span className="whitespace-nowrap text-ink-3">{t(environment.region)}</span>
    </span>
  );
}
