'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TrafficEditing } from '#components/traffic/use-traffic-editor.ts';
import { Segmented } from '#components/ui/segmented.tsx';

/** 按百分比 or 按 URL 参数, one at a time (console-spec 4); beside it what belongs to the one in view. */
export function ModeBar({ editing, children }: { editing: TrafficEditing; children: ReactNode }) {
  const t = useTranslations('traffic');
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 pb-4 phone:pb-3">
      <Segmented
        aria-label={t('modes')}
        className="phone:w-full"
        value={editing.draft.mode}
        onChange={editing.setMode}
        options={[
          { value: 'percent', label: t('byPercent') },
          { value: 'rules', label: t('byRules') },
        ]}
      />
      {children}
    </div>
  );
}
