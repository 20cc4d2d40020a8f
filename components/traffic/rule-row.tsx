'use client';
import { ArrowRight, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { RuleHandle } from '#components/traffic/rule-handle.tsx';
import { isWrong } from '#components/traffic/rule-issues.ts';
import { RuleReason } from '#components/traffic/rule-reason.tsx';
import { RuleVersion } from '#components/traffic/rule-version.tsx';
import { changeRule, type RuleRow, type RulesForm, removeRule } from '#components/traffic/rules-form.ts';
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import type { RuleOrder } from '#components/traffic/use-rule-order.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Select } from '#components/ui/select.tsx';
import type { Series } from '#components/ui/series.ts';
import { TextInput } from '#components/ui/text-input.tsx';
import type { PolicyIssue } from '#server/domain/traffic.ts';
import type { RuleSource, TrafficRule } from '#server/domain/traffic-rules.ts';

const COLUMNS =
  'grid grid-cols-[44px_112px_minmax(0,1fr)_12px_minmax(0,1.15fr)_16px_180px_24px] items-center gap-x-2';
const PHONE_ROW = 'phone:grid-cols-[44px_minmax(0,1fr)_minmax(0,1fr)_44px] phone:gap-y-1.5 phone:py-2.5';
const SOURCES = {
  query: 'sourceQuery',
  header: 'sourceHeader',
  cookie: 'sourceCookie',
} as const satisfies Record<RuleSource, string>;

export function RuleHead() {
  const t = useTranslations('traffic');
  return (
    <div aria-hidden className={cn(COLUMNS, 'min-h-7 text-ink-3 text-xs phone:hidden')}>
      <span className="whitespace-nowrap">{t('priority')}</span>
      <span>{t('source')}</span>
      <span className="col-span-2">{t('ruleKey')}</span>
      <span className="col-span-2">{t('ruleValue')}</span>
      <span>{t('version')}</span>
    </div>
  );
}

type RuleRowLineProps = {
  row: RuleRow;
  /** From 0; its number is one more. */
  index: number;
  form: RulesForm;
  versions: readonly FormVersion[];
  series: ReadonlyMap<string, Series>;
  issues: readonly PolicyIssue[];
  order: RuleOrder;
  /** The prediction ended here. */
  isHit: boolean;
  onChange: (form: RulesForm) => void;
};

/** One rule: where it looks, for what, and which version it leads to; below it what is wrong with it. */
export function RuleRowLine({
  row,
  index,
  form,
  issues,
  order,
  isHit,
  onChange,
  ...shown
}: RuleRowLineProps) {
  const t = useTranslations('traffic');
  const number = index + 1;
  const change = (fields: Partial<TrafficRule>) => onChange(changeRule(form, row.id, fields));
  return (
    <li
      data-rule={row.id}
      aria-label={t('ruleOf', { number })}
      className={cn(
        'border-line-soft border-t py-1.5 phone:py-0',
        isHit && '-mx-3 rounded-md bg-primary-soft px-3',
        order.isHeld(row.id) && 'relative z-1 rounded-md bg-hover',
      )}
    >
      <div className={cn(COLUMNS, PHONE_ROW)}>
        <RuleHandle row={row} number={number} order={order} />
        <Select
          className="w-full phone:col-span-2 phone:col-start-2"
          aria-label={t('sourceOfRule', { number })}
          value={row.source}
          onChange={(source) => change({ source })}
          options={Object.entries(SOURCES).map(([source, key]) => ({
            value: source as RuleSource,
            label: t(key),
          }))}
        />
        <RuleFields row={row} number={number} issues={issues} onChange={change} />
        <ArrowRight aria-hidden className="size-3.5 text-ink-3 phone:hidden" />
        <div className="phone:col-span-2 phone:col-start-2">
          <RuleVersion
            {...shown}
            aria-label={t('versionOfRule', { number })}
            value={row.versionId}
            isInvalid={isWrong(issues, 'versionId')}
            onChange={(versionId) => change({ versionId })}
          />
        </div>
        <Button
          intent="quiet"
          size="xs"
          className="text-ink-3 phone:col-start-4 phone:row-start-1 phone:h-10 phone:w-11"
          aria-label={t('removeRule', { number })}
          onClick={() => onChange(removeRule(form, row.id))}
        >
          <Trash2 className="size-3.5" aria-hidden />
        </Button>
      </div>
      <RuleReason issues={issues} className="mt-1 pl-[52px] phone:mb-2.5" />
    </li>
  );
}

/** Key = Value. */
function RuleFields({
  row,
  number,
  issues,
  onChange,
}: {
  row: RuleRow;
  number: number;
  issues: readonly PolicyIssue[];
  onChange: (fields: Partial<TrafficRule>) => void;
}) {
  const t = useTranslations('traffic');
  const isTyped = row.key !== '' || row.value !== '';
  const field = {
    spellCheck: false,
    autoCapitalize: 'off',
    autoComplete: 'off',
    inputClassName: 'font-mono text-sm',
  };
  return (
    <>
      <TextInput
        {...field}
        className="phone:col-start-2"
        aria-label={t('keyOfRule', { number })}
        aria-invalid={(isTyped && isWrong(issues, 'key')) || undefined}
        value={row.key}
        onValueChange={(key) => onChange({ key })}
      />
      <span aria-hidden className="text-center text-ink-3 phone:hidden">
        =
      </span>
      <TextInput
        {...field}
        className="phone:col-start-3"
        aria-label={t('valueOfRule', { number })}
        aria-invalid={(isTyped && isWrong(issues, 'value')) || undefined}
        value={row.value}
        onValueChange={(value) => onChange({ value })}
      />
    </>
  );
}
