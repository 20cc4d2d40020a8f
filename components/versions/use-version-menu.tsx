'use client';
import {
  ArrowLeftRight,
  CircleHelp,
  Copy,
  CopyPlus,
  ExternalLink,
  History,
  ListChecks,
  Pencil,
  Share2,
  Trash2,
  Undo2,
} from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import {
  deploymentPath,
  editVersionPath,
  newVersionPath,
  trafficPath,
  versionPath,
  visitPath,
} from '#components/services/service-paths.ts';
import { copyText } from '#components/ui/copy-button.tsx';
import type { MenuEntry } from '#components/ui/menu.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import {
  deleteRefusal,
  editRefusal,
  rollBackRefusal,
  type VersionDialogKind,
} from '#components/versions/version-actions.ts';
import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

const ICON = 'size-4';

type Open = (kind: VersionDialogKind) => void;

/**
 * The entries of a version's ⋯: everything that the reader may do in its row, because the phone has no room for words.
 */
export function useVersionMenu(service: ServiceView, version: VersionView, open: Open): MenuEntry[] {
  const t = useTranslations('versions');
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  const visiting = useVisitEntries();
  const releasing = useReleaseEntries();
  const updating = useUpdateEntries();
  const deletion = deleteRefusal(version, service);
  const deletionEntry: MenuEntry = {
    key: 'delete',
    label: t('delete'),
    icon: <Trash2 className={ICON} aria-hidden />,
    hasSeparator: true,
    isDanger: true,
    disabledReason: deletion && t(deletion),
    onSelect: () => open('delete'),
  };
  return [
    ...visiting(version, open),
    ...(mayRelease ? releasing(service, version, open) : []),
    ...updating(service, version, open).filter(({ key }) => mayOperate || !CHANGING.includes(key)),
    ...deploymentEntries(service, version, t(hasFailed(version) ? 'errorDetails' : 'watch')),
    ...(mayOperate ? [deletionEntry] : []),
  ];
}

/** Of the entries about updates, those that begin one. */
const CHANGING: readonly string[] = ['copy-as-new', 'edit'];

/** Who gets the traffic. */
function useReleaseEntries() {
  const t = useTranslations('versions');
  return (service: ServiceView, version: VersionView, open: Open): MenuEntry[] => {
    const rollBack = rollBackRefusal(version, service);
    return [
      {
        key: 'traffic',
        label: t('configureTraffic'),
        icon: <ArrowLeftRight className={ICON} aria-hidden />,
        hasSeparator: true,
        disabledReason: version.canServe ? undefined : t('notServable'),
        href: trafficPath(service.id),
      },
      {
        key: 'roll-back',
        label: t('rollBack'),
        icon: <Undo2 className={ICON} aria-hidden />,
        disabledReason: rollBack && t(rollBack),
        onSelect: () => open('roll-back'),
      },
    ];
  };
}

function hasFailed({ state }: VersionView): boolean {
  return state.kind === 'failed' || state.kind === 'update-failed';
}

/** The two ways to update, the history of the second, and how they differ (S2-1, S2-10). */
function useUpdateEntries() {
  const t = useTranslations('versions');
  return (service: ServiceView, version: VersionView, open: Open): MenuEntry[] => {
    const refusal = editRefusal(version, service);
    return [
      {
        key: 'copy-as-new',
        label: t('copyAsNew'),
        icon: <CopyPlus className={ICON} aria-hidden />,
        href: newVersionPath(service.id, version.id),
      },
      {
        key: 'edit',
        label: t('edit'),
        icon: <Pencil className={ICON} aria-hidden />,
        disabledReason: refusal && t(refusal),
        href: editVersionPath(service.id, version.id),
      },
      {
        key: 'history',
        label: t('history'),
        icon: <History className={ICON} aria-hidden />,
        href: versionPath(service.id, version.id, 'history'),
      },
      {
        key: 'ways',
        label: t('ways'),
        icon: <CircleHelp className={ICON} aria-hidden />,
        onSelect: () => open('ways'),
      },
    ];
  };
}

function deploymentEntries(service: ServiceView, version: VersionView, label: string): MenuEntry[] {
  if (version.deploymentId === null) return [];
  const href = deploymentPath(service.id, version.deploymentId);
  return [{ key: 'deployment', label, icon: <ListChecks className={ICON} aria-hidden />, href }];
}

/** 访问服务 by the version's own test address, and the two ways to hand that on. */
function useVisitEntries() {
  const t = useTranslations('versions');
  const announce = useAnnounce();

  function copyAddress({ name, testUrl }: VersionView): void {
    announce({
      text: copyText(testUrl) ? t('testAddressCopied', { name }) : t('notCopied', { url: testUrl }),
    });
  }

  return (version: VersionView, open: Open): MenuEntry[] => {
    const disabledReason = version.canServe ? undefined : t('notServable');
    return [
      {
        key: 'visit',
        label: t('visit'),
        icon: <ExternalLink className={ICON} aria-hidden />,
        disabledReason,
        href: visitPath(version.id),
        isExternal: true,
      },
      {
        key: 'copy-address',
        label: t('copyTestAddress'),
        icon: <Copy className={ICON} aria-hidden />,
        onSelect: () => copyAddress(version),
      },
      {
        key: 'share',
        label: t('share'),
        icon: <Share2 className={ICON} aria-hidden />,
        disabledReason,
        onSelect: () => open('share'),
      },
    ];
  };
}
