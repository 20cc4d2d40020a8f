'use client';
import { Crosshair, ExternalLink, Pause, Play, Plus, Split, Trash2, Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { hasNoWayBack, trafficRefusal } from '#components/services/service-actions.ts';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import type { MenuEntry } from '#components/ui/menu.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

const ICON = 'size-4';

type Open = (kind: ServiceDialogKind) => void;

/** The entries of a service's ⋯: what the reader may do with it. */
export function useServiceMenu(service: ServiceView, open: Open): MenuEntry[] {
  const t = useTranslations('services');
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  const release = useReleaseEntries(service, open);
  const prediction = usePredictionEntry(service, open);
  const newVersion: MenuEntry = {
    key: 'new-version',
    label: t('newVersion'),
    icon: <Plus className={ICON} aria-hidden />,
    href: newVersionPath(service.id),
  };
  const visit: MenuEntry = {
    key: 'visit',
    label: t('visit'),
    icon: <ExternalLink className={ICON} aria-hidden />,
    href: service.url,
    isExternal: true,
  };
  const deletion: MenuEntry = {
    key: 'delete',
    label: t('delete'),
    icon: <Trash2 className={ICON} aria-hidden />,
    hasSeparator: true,
    isDanger: true,
    disabledReason: service.versionCount > 0 ? t('hasVersions', { count: service.versionCount }) : undefined,
    onSelect: () => open('delete'),
  };
  return [
    ...(mayOperate ? [newVersion] : []),
    visit,
    ...(mayRelease ? release : prediction),
    ...(mayOperate ? [deletion] : []),
  ];
}

/** 流量配置, 回滚, 暂停 or 恢复. */
function useReleaseEntries(service: ServiceView, open: Open): MenuEntry[] {
  const t = useTranslations('services');
  const refusal = trafficRefusal(service);
  return [
    {
      key: 'traffic',
      label: t('configureTraffic'),
      icon: <Split className={ICON} aria-hidden />,
      disabledReason: refusal && t(refusal),
      onSelect: () => open('traffic'),
    },
    {
      key: 'roll-back',
      label: t('rollBack'),
      icon: <Undo2 className={ICON} aria-hidden />,
      disabledReason: hasNoWayBack(service) ? t('nothingToRollBack') : undefined,
      onSelect: () => open('roll-back'),
    },
    service.isPaused
      ? {
          key: 'resume',
          label: t('resume'),
          icon: <Play className={ICON} aria-hidden />,
          onSelect: () => open('resume'),
        }
      : {
          key: 'pause',
          label: t('pause'),
          icon: <Pause className={ICON} aria-hidden />,
          onSelect: () => open('pause'),
        },
  ];
}

/** 匹配结果预测 for whoever may not open 流量配置, where the others find it. */
function usePredictionEntry(service: ServiceView, open: Open): MenuEntry[] {
  const t = useTranslations('traffic');
  if (service.trafficMode !== 'rules') return [];
  const icon = <Crosshair className={ICON} aria-hidden />;
  return [{ key: 'predict', label: t('predictTitle'), icon, onSelect: () => open('predict') }];
}
