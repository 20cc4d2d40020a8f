'use client';
import { GripVertical } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { RuleRow } from '#components/traffic/rules-form.ts';
import type { RuleOrder } from '#components/traffic/use-rule-order.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { cn } from '#components/ui/cn.ts';

/** Takes a rule elsewhere: by dragging, by Alt and an arrow, or lifted with Space. */
export function RuleHandle({ row, number, order }: { row: RuleRow; number: number; order: RuleOrder }) {
  const t = useTranslations('traffic');
  return (
    <div className="flex items-center gap-1 phone:row-span-3 phone:flex-col phone:self-start">
      <button
        type="button"
        data-handle
        aria-label={t('moveRule', { number })}
        aria-description={t('moveRuleHint')}
        aria-pressed={order.isHeld(row.id)}
        title={t('moveRuleHint')}
        className={cn(
          buttonStyle({ intent: 'quiet', size: 'xs' }),
          'cursor-grab touch-none text-ink-3 active:cursor-grabbing phone:size-10',
        )}
        onPointerDown={(event) => order.onPointerDown(row.id, event)}
        onKeyDown={(event) => order.onKeyDown(row.id, event)}
        onBlur={() => order.onBlur(row.id)}
      >
        <GripVertical className="size-3.5" aria-hidden />
      </button>
      <b aria-hidden className="min-w-4 text-center text-ink-3">
        {number}
      </b>
    </div>
  );
}
