'use client';
import { Plus, X } from 'lucide-react';
import { useFieldArray, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { FieldGroup, FieldMessage } from '#components/ui/field-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import { asInteger, useFields } from '#components/versions/spec-form/form.ts';

type Metric = 'cpu' | 'memory';

const METRICS: readonly Metric[] = ['cpu', 'memory'];
const DEFAULT_PERCENT = 60;

/** 扩缩容条件: at most one for each metric; one that is met is enough (S3-50). */
export function PolicyRows() {
  const t = useTranslations('specForm');
  const { control, errorAt } = useFields();
  const rows = useFieldArray({ control, name: 'spec.scalePolicies' });
  const policies = useWatch({ control, name: 'spec.scalePolicies' });
  const free = METRICS.find((metric) => policies.every((policy) => policy.metric !== metric));
  return (
    <FieldGroup label={t('policies')} hint={t('policiesHint')} error={errorAt('spec.scalePolicies')}>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        {rows.fields.map((row, index) => (
          <PolicyRow key={row.id} index={index} onRemove={() => rows.remove(index)} />
        ))}
        {free === undefined ? null : (
          <Button
            intent="quiet"
            onClick={() => rows.append({ metric: free, thresholdPercent: DEFAULT_PERCENT })}
          >
            <Plus className="size-4" aria-hidden />
            {t('policyAdd')}
          </Button>
        )}
      </div>
    </FieldGroup>
  );
}

function PolicyRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useTranslations('specForm');
  const { control, register, setValue, errorAt } = useFields();
  const path = `spec.scalePolicies.${index}` as const;
  const metric = useWatch({ control, name: `${path}.metric` });
  const error = errorAt(`${path}.thresholdPercent`);
  const errorId = `policy-${index}-error`;
  return (
    <div>
      <div className="flex items-center gap-2">
        <Select
          aria-label={t('policyMetric', { number: index + 1 })}
          value={metric}
          onChange={(next) => setValue(`${path}.metric`, next, { shouldDirty: true })}
          options={METRICS.map((value) => ({ value, label: t(`metrics.${value}`) }))}
          className="w-35"
        />
        <TextInput
          {...register(`${path}.thresholdPercent`, asInteger)}
          aria-label={t('policyThreshold', { metric: t(`metrics.${metric}`) })}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={error === undefined ? undefined : errorId}
          start={<span className="text-ink-3">&gt;</span>}
          end={<span className="text-ink-3">%</span>}
          inputMode="numeric"
          autoComplete="off"
          className="w-22"
        />
        <Button
          intent="quiet"
          size="icon"
          aria-label={t('policyRemove', { metric: t(`metrics.${metric}`) })}
          onClick={onRemove}
        >
          <X className="size-4" aria-hidden />
        </Button>
      </div>
      {error === undefined ? null : <FieldMessage id={errorId}>{error}</FieldMessage>}
    </div>
  );
}
