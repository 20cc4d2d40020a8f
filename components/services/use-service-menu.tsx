'use client';
import { ExternalLink, Pause, Play, Plus, Split, Trash2, Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { trafficRefusal } from '#components/services/service-actions.ts';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import type { MenuEntry } from '#components/ui/menu.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';

const ICON = 'size-4';

/** The entries of a service's ⋯. */
export function useServiceMenu(): (
  service: ServiceView,
  open: (kind: ServiceDialogKind) => void,
) => MenuEntry[] {
  const t = useTranslations('services');
  return (service, open) => {
    const refusal = trafficRefusal(service);
    return [
      {
        key: 'new-version',
        label: t('newVersion'),
        icon: <Plus className={ICON} aria-hidden />,
        href: newVersionPath(service.id),
      },
      {
        key: 'visit',
        label: t('visit'),
        icon: <ExternalLink className={ICON} aria-hidden />,
        href: service.url,
        isExternal: true,
      },
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
        disabledReason: service.serving.length === 0 ? t('nothingToRollBack') : undefined,
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
      {
        key: 'delete',
        label: t('delete'),
        icon: <Trash2 className={ICON} aria-hidden />,
        hasSeparator: true,
        isDanger: true,
        disabledReason:
          service.versionCount > 0 ? t('hasVersions', { count: service.versionCount }) : undefined,
        onSelect: () => open('delete'),
      },
    ];
  };
}
