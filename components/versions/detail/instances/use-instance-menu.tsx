'use client';
import { CircleStop, ListEnd, ScrollText } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { useScaleSettings } from '#components/scaling/use-scale-settings.ts';
import { logsPath } from '#components/services/service-paths.ts';
import type { MenuEntry } from '#components/ui/menu.tsx';
import type { InstanceView } from '#server/api/views/instance-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { countsAsWanted } from '#server/domain/instance.ts';

export type InstanceDialogKind = 'log' | 'stop';

type InstanceMenuProps = {
  service: ServiceView;
  version: { id: string };
  instance: InstanceView;
  onOpen: (kind: InstanceDialogKind) => void;
};

/** What can be done with one instance besides looking into it; 停止 in 手动启停实例 alone. */
export function useInstanceMenu({ service, version, instance, onOpen }: InstanceMenuProps): MenuEntry[] {
  const t = useTranslations('instances');
  const mayOperate = useMay('operate', service.environmentId);
  const mode = useScaleSettings(service.id)?.mode;
  const logs: MenuEntry = {
    key: 'logs',
    label: t('logs'),
    icon: <ScrollText className="size-4" aria-hidden />,
    href: logsPath(service.id, { versionId: version.id, instanceId: instance.id }),
  };
  const lastLines: MenuEntry = {
    key: 'last-lines',
    label: t('lastLines'),
    icon: <ListEnd className="size-4" aria-hidden />,
    onSelect: () => onOpen('log'),
  };
  if (!mayOperate || mode !== 'manualScale' || !countsAsWanted(instance)) return [logs, lastLines];
  const stop: MenuEntry = {
    key: 'stop',
    label: t('stop'),
    icon: <CircleStop className="size-4" aria-hidden />,
    hasSeparator: true,
    isDanger: true,
    onSelect: () => onOpen('stop'),
  };
  return [logs, lastLines, stop];
}
