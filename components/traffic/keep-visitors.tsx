'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TrafficEditing } from '#components/traffic/use-traffic-editor.ts';
import { Switch } from '#components/ui/switch.tsx';

/** 会话保持: belongs to percentages alone, because by rules the request decides (product.md 8). */
export function KeepVisitors({ editing }: { editing: TrafficEditing }) {
  const t = useTranslations('traffic');
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5 pt-3">
      <Switch
        className="mt-px self-center"
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        checked={editing.draft.keepsVisitors}
        onChange={editing.setKeepsVisitors}
      />
      <span id={id} className="text-ink">
        {t('keepVisitors')}
      </span>
      <p id={`${id}-hint`} className="col-start-2 text-ink-3 text-sm [text-wrap:pretty]">
        {t('keepVisitorsHint')}
      </p>
    </div>
  );
}
