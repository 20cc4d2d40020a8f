'use client';
import { useTranslations } from 'use-intl/react';
import { useIssueText } from '#components/api/problem.ts';
import {
  type FormVersion,
  type issuesOf,
  mend,
  setPercent,
  sumOf,
  type TrafficForm,
} from '#components/traffic/traffic-form.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';

type TrafficSumProps = {
  form: TrafficForm;
  versions: readonly FormVersion[];
  issues: ReturnType<typeof issuesOf>;
  onChange: (form: TrafficForm) => void;
};

/** The total below the steppers; red with its reason, and the button that mends it, unless it may be completed. */
export function TrafficSum({ form, versions, issues, onChange }: TrafficSumProps) {
  const t = useTranslations('traffic');
  const sum = sumOf(form.rows);
  return (
    <div
      className={cn(
        'grid min-h-12 grid-cols-[minmax(0,1fr)_auto_124px_24px] items-center gap-x-4 border-line border-t',
        'phone:grid-cols-[minmax(0,1fr)_144px] phone:gap-y-1 phone:py-2.5',
      )}
    >
      <div className="phone:col-span-2 phone:row-start-2">
        {issues.length > 0 ? (
          <Wrong form={form} versions={versions} issues={issues} onChange={onChange} />
        ) : null}
      </div>
      <span className="text-ink-3 phone:col-start-1 phone:row-start-1">{t('total')}</span>
      <b
        className={cn(
          'text-center text-md phone:col-start-2 phone:row-start-1',
          issues.length > 0 && 'text-fail',
        )}
      >
        {t('percent', { percent: sum })}
      </b>
    </div>
  );
}

function Wrong({ form, versions, issues, onChange }: TrafficSumProps) {
  const t = useTranslations('traffic');
  const issueText = useIssueText();
  const [first] = issues;
  const step = mend(form, versions);
  const name = versions.find(({ id }) => id === step?.versionId)?.name;
  if (!first) return null;
  const missing = first.code === 'traffic_sum' ? 100 - first.sum : 0;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 py-1 text-fail phone:py-0">
      <StatusIcon kind="fail" />
      <span>
        {first.code !== 'traffic_sum'
          ? issueText({ code: first.code, ...('limit' in first ? { params: { limit: first.limit } } : {}) })
          : missing > 0
            ? t('sumMissing', { count: missing })
            : t('sumExcess', { count: -missing })}
      </span>
      {step && name !== undefined ? (
        <Button
          size="sm"
          className="ml-1 phone:ml-0 phone:h-10 phone:w-full"
          onClick={() => onChange(setPercent(form, step.versionId, step.percent))}
        >
          {missing > 0 ? t('fill', { name }) : t('take', { name })}
        </Button>
      ) : null}
    </div>
  );
}
