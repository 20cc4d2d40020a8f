'use client';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { ModeBar } from '#components/traffic/mode-bar.tsx';
import { PredictionPanel } from '#components/traffic/prediction-panel.tsx';
import { type RuleIssues, ruleIssues } from '#components/traffic/rule-issues.ts';
import { RuleReason } from '#components/traffic/rule-reason.tsx';
import { RuleHead, RuleRowLine } from '#components/traffic/rule-row.tsx';
import { RuleVersion } from '#components/traffic/rule-version.tsx';
import { addRule, type RulesForm, setDefault } from '#components/traffic/rules-form.ts';
import { usePrediction } from '#components/traffic/use-prediction.ts';
import { useRuleOrder } from '#components/traffic/use-rule-order.ts';
import type { TrafficEditing } from '#components/traffic/use-traffic-editor.ts';
import type { TrafficService } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { type Series, seriesByVersion } from '#components/ui/series.ts';
import { MAX_RULES } from '#server/domain/traffic-rules.ts';

/** 按 URL 参数: rules from top to bottom, the 默认版本, and what would become of a request (console-spec 4.2). */
export function RulesEditor({ service, editing }: { service: TrafficService; editing: TrafficEditing }) {
  const t = useTranslations('traffic');
  const { base, setRules } = editing;
  const form = editing.draft.rules;
  const series = seriesByVersion(form.seen.map((id, index) => ({ id, number: index })));
  const issues = ruleIssues(editing.issues);
  const order = useRuleOrder(form, setRules);
  const prediction = usePrediction(service.id, form);
  return (
    <>
      <ModeBar editing={editing}>
        <span className="text-ink-3 text-sm">{t('rulesOrder')}</span>
      </ModeBar>
      <RuleHead />
      <ol ref={order.list} aria-label={t('byRules')}>
        {form.rows.map((row, index) => (
          <RuleRowLine
            key={row.id}
            row={row}
            index={index}
            form={form}
            versions={base.versions}
            series={series}
            issues={issues.ofRow(index)}
            order={order}
            isHit={prediction.result?.ruleIndex === index}
            onChange={setRules}
          />
        ))}
      </ol>
      <LastLine form={form} versions={base.versions} series={series} issues={issues} onChange={setRules} />
      <p role="status" className="sr-only">
        {order.said}
      </p>
      <PredictionPanel form={form} versions={base.versions} series={series} prediction={prediction} />
    </>
  );
}

/** 添加规则 and 默认版本, with what is wrong with the rules as a whole. */
function LastLine({
  form,
  versions,
  series,
  issues,
  onChange,
}: {
  form: RulesForm;
  versions: TrafficEditing['base']['versions'];
  series: ReadonlyMap<string, Series>;
  issues: RuleIssues;
  onChange: (form: RulesForm) => void;
}) {
  const t = useTranslations('traffic');
  return (
    <div className="border-line border-t py-1.5">
      <div className="grid min-h-8 grid-cols-[minmax(0,1fr)_auto_180px_24px] items-center gap-x-2 phone:grid-cols-1 phone:gap-y-2">
        <Button
          intent="quiet"
          size="sm"
          className="ml-[34px] w-fit phone:ml-0 phone:h-10"
          disabledReason={form.rows.length < MAX_RULES ? undefined : t('rulesFull', { limit: MAX_RULES })}
          onClick={() => onChange(addRule(form))}
        >
          <Plus className="size-3.5" aria-hidden />
          {t('addRule')}
        </Button>
        <span aria-hidden className="text-ink">
          {t('defaultVersion')}
        </span>
        <RuleVersion
          aria-label={t('defaultVersion')}
          value={form.defaultVersionId}
          versions={versions}
          series={series}
          isInvalid={issues.ofDefault.length > 0}
          onChange={(id) => onChange(setDefault(form, id))}
        />
      </div>
      {form.rows.length === 0 ? (
        <p className="mt-1 pl-11 text-ink-3 text-sm phone:pl-0">{t('noRules')}</p>
      ) : null}
      <RuleReason issues={issues.ofAll} className="mt-1 pl-11 phone:pl-0" />
    </div>
  );
}
