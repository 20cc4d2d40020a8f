'use client';
import { useTranslations } from 'use-intl/react';
import {
  type FormVersion,
  giveNewest,
  newestRow,
  type TrafficForm,
} from '#components/traffic/traffic-form.ts';
import { Button } from '#components/ui/button.tsx';

const PERCENTS = [5, 20, 50, 100];

/**
 * One press for the usual steps: the newest version takes so much, the others the rest. Not offered where it has all:
 * the steps of a gray release lead up to it, not back.
 */
export function QuickShares({
  form,
  versions,
  onChange,
}: {
  form: TrafficForm;
  versions: readonly FormVersion[];
  onChange: (form: TrafficForm) => void;
}) {
  const t = useTranslations('traffic');
  const newestId = newestRow(form, versions)?.versionId;
  const newest = versions.find((version) => version.id === newestId);
  if (!newest || newest.percent === 100 || form.rows.length < 2) return null;
  const label = t('setTo', { name: newest.name });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields; these are buttons
    <div
      role="group"
      aria-label={label}
      className="flex items-center justify-end gap-1 phone:grid phone:w-full phone:grid-cols-[auto_repeat(4,minmax(0,1fr))] phone:gap-2"
    >
      <span aria-hidden className="mr-1 text-ink-3 text-sm">
        {label}
      </span>
      {PERCENTS.map((percent) => (
        <Button
          key={percent}
          size="sm"
          className="phone:h-10 phone:px-0"
          onClick={() => onChange(giveNewest(form, versions, percent))}
        >
          {t('percent', { percent })}
        </Button>
      ))}
    </div>
  );
}
