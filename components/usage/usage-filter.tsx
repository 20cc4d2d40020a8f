'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Select } from '#components/ui/select.tsx';
import { monthsBefore } from '#components/usage/months.ts';
import type { UsageChoice } from '#components/usage/use-usage-choice.ts';

/** How far back the months go that are offered. */
const MONTHS = 24;
const ALL = '';

type UsageFilterProps = {
  choice: UsageChoice | null;
  thisMonth: string;
  onChange: (next: Partial<UsageChoice>) => void;
};

/** Month and environment. */
export function UsageFilter({ choice, thisMonth, onChange }: UsageFilterProps) {
  const t = useTranslations('usage');
  const trpc = useTRPC();
  const nameOf = useMonthName();
  const { data: environments = [] } = useQuery(trpc.environments.list.queryOptions());
  const months = thisMonth ? monthsBefore(thisMonth, MONTHS) : [];
  const offered = choice && !months.includes(choice.month) ? [...months, choice.month] : months;
  return (
    <>
      <Select
        className="w-36 phone:w-[calc(50%-4px)]"
        aria-label={t('month')}
        value={choice?.month ?? null}
        isDisabled={choice === null}
        onChange={(month) => onChange({ month })}
        options={offered.map((month) => ({ value: month, label: nameOf(month) }))}
      />
      <Select
        className="w-36 phone:w-[calc(50%-4px)]"
        aria-label={t('environment')}
        value={choice?.environmentId ?? ALL}
        onChange={(chosen) => onChange({ environmentId: chosen || undefined })}
        options={[
          { value: ALL, label: t('allEnvironments') },
          ...environments.map(({ id, alias }) => ({ value: id, label: alias })),
        ]}
      />
    </>
  );
}

function useMonthName(): (month: string) => string {
  const format = new Intl.DateTimeFormat(useLocale(), { year: 'numeric', month: 'long', timeZone: 'UTC' });
  return (month) => format.format(Date.parse(`${month}-01T00:00:00Z`));
}
