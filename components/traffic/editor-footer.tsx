'use client';
import { Info } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { bareShares, digitsOf } from '#components/traffic/policy-text.ts';
import type { TrafficEditing } from '#components/traffic/use-traffic-editor.ts';
import type { TrafficService } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { DialogFooter } from '#components/ui/dialog.tsx';
import { MAX_VERSIONS_WITH_TRAFFIC } from '#server/domain/traffic.ts';

type EditorFooterProps = { service: TrafficService; editing: TrafficEditing; onCancel: () => void };

/** What completing will replace, or how many versions may have traffic; 取消 and 完成. */
export function EditorFooter({ service, editing, onCancel }: EditorFooterProps) {
  const t = useTranslations();
  const isOtherMode = editing.draft.mode !== editing.base.policy.mode;
  const limit = MAX_VERSIONS_WITH_TRAFFIC[service.releaseMode];
  const limitKey = service.releaseMode === 'standard' ? 'limitStandard' : 'limitParallel';
  return (
    <DialogFooter
      reason={
        <span className={cn('flex items-center gap-1.5', !isOtherMode && 'phone:hidden')}>
          <Info className="size-3.5 flex-none" aria-hidden />
          {/* A role of its own, so that the loss is heard when the mode is chosen. */}
          <span role="status">
            {isOtherMode ? <Loss base={editing.base} /> : t(`traffic.${limitKey}`, { limit })}
          </span>
        </span>
      }
    >
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      <Button
        intent="primary"
        disabled={!editing.canComplete}
        isPending={editing.isPending}
        onClick={editing.complete}
      >
        {t('traffic.complete')}
      </Button>
    </DialogFooter>
  );
}

/** The two ways exclude each other: the one that is there goes as a whole. */
function Loss({ base: { policy, versions } }: { base: TrafficEditing['base'] }) {
  const t = useTranslations('traffic');
  if (policy.mode === 'percent') return t('replacesShares', { shares: bareShares(policy, versions) });
  const name = digitsOf(policy.defaultVersionId, versions);
  return t('replacesRules', { count: policy.rules.length, name });
}

/** In the footer itself, because a dialog over a dialog is one too many. */
export function UnsavedFooter({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  const t = useTranslations('traffic');
  return (
    <DialogFooter reason={<span role="alert">{t('unsaved')}</span>}>
      <Button onClick={onDiscard} intent="danger">
        {t('discard')}
      </Button>
      <Button intent="primary" autoFocus onClick={onStay}>
        {t('keepEditing')}
      </Button>
    </DialogFooter>
  );
}
