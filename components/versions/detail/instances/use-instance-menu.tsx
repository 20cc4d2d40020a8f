'use client';
import { CircleStop, ScrollText } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { useScaleSettings } from '#components/scaling/use-scale-settings.ts';
import type { MenuEntry } from '#components/ui/menu.tsx';
import type { InstanceView } from '#server/api/views/instance-view.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { countsAsWanted } from '#server/domain/instance.ts';

export type InstanceDialogKind = 'log' | 'stop';

type InstanceMenuProps = {
  service: ServiceView;
  instance: InstanceView;
  onOpen: (kind: InstanceDialogKind) => void;
};

/** What can be done with one instance besides looking into it; 停止 in 手动启停实例 alone. */
export function useInstanceMenu({ service, instance, onOpen }: InstanceMenuProps): MenuEntry[] {
  const t = useTranslations('instances');
  const mayOperate = useMay('operate', service.environmentId);
  const mode = useScaleSettings(service.id)?.mode;
  const log: MenuEntry = {
    key: 'log',
    label: t('lastLines'),
    icon: <ScrollText className="size-4" aria-hidden />,
    onSelect: () => onOpen('log'),
  };
  if (!mayOperate || mode !== 'manualScale' || !countsAsWanted(instance)) return [log];
  const stop: MenuEntry = {
    key: 'stop',
    label: t('stop'),
    icon: <CircleStop className="size-4" aria-hidden />,
    hasSeparator: true,
    isDanger: true,
    onSelect: () => onOpen('stop'),
  };
  return [log, stop];
}
