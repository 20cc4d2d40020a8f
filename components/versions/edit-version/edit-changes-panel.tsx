'use client';
import { Activity, RefreshCw, Undo2 } from 'lucide-react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Changes } from '#components/versions/spec-form/changes.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { needsOf } from '#components/versions/spec-form/machine-room.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** 与当前配置相比, and what happens after 保存并重新部署. */
export function EditChangesPanel({ before, name }: { before: VersionSpec; name: string }) {
  const t = useTranslations('editVersion');
  return (
    <Panel aria-labelledby="changes" className="sticky top-[calc(var(--size-topbar)+16px)] narrow:static">
      <PanelHead id="changes" title={t('compare')} end={<span className="text-sm">{name}</span>} />
      <Changes before={before} nothing={t('nothingChanged')} />
      <AfterSaving />
    </Panel>
  );
}

function AfterSaving() {
  const t = useTranslations('editVersion');
  const { control } = useFields();
  const { count } = needsOf(useWatch({ control, name: 'spec' }));
  const lines = [
    { key: 'rolling', icon: <RefreshCw aria-hidden />, text: t('afterRolling', { count }) },
    { key: 'traffic', icon: <Activity aria-hidden />, text: t('afterTraffic') },
    { key: 'history', icon: <Undo2 aria-hidden />, text: t('afterHistory') },
  ];
  return (
    <div className="grid gap-1.5 border-line border-t px-4 py-3 text-sm">
      <h3>{t('after')}</h3>
      <ol className="grid gap-1">
        {lines.map(({ key, icon, text }) => (
          <li
            key={key}
            className="grid grid-cols-[16px_1fr] gap-2 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:text-ink-3"
          >
            {icon}
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
