'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useActorName } from '#components/audit/actor-name.tsx';
import {
  AUDIT_TIMES,
  type AuditChoice,
  type AuditTime,
  OUTCOMES,
} from '#components/audit/use-audit-choice.ts';
import { Select } from '#components/ui/select.tsx';
import { TypedFilter } from '#components/ui/typed-filter.tsx';
import { EVENT_GROUP_NAMES } from '#server/domain/audit-kinds.ts';

type AuditFilterProps = { choice: AuditChoice; onChange: (choice: AuditChoice) => void };

const ALL = '';

/** Time, person, kind, place, outcome, text. */
export function AuditFilter({ choice, onChange }: AuditFilterProps) {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const nameOf = useActorName();
  const { data: actors = [] } = useQuery(trpc.audit.actors.queryOptions());
  const { data: environments = [] } = useQuery(trpc.environments.list.queryOptions());
  const times = Object.keys(AUDIT_TIMES) as AuditTime[];
  return (
    <>
      <TypedFilter
        label={t('filterText')}
        placeholder={t('filterTextPlaceholder')}
        text={choice.text ?? ''}
        onSettled={(text) => onChange({ ...choice, text: text || undefined })}
      />
      <FilterSelect
        label={t('filterTime')}
        all={t('allTimes')}
        value={choice.time}
        onChange={(time) => onChange({ ...choice, time })}
        options={times.map((time) => ({ value: time, label: t(time) }))}
      />
      <FilterSelect
        label={t('filterPerson')}
        all={t('allPeople')}
        value={choice.actorId}
        onChange={(actorId) => onChange({ ...choice, actorId })}
        options={actors.map(({ id, name }) => ({ value: id, label: nameOf(id, name) }))}
      />
      <FilterSelect
        label={t('filterGroup')}
        all={t('allGroups')}
        value={choice.group}
        onChange={(group) => onChange({ ...choice, group })}
        options={EVENT_GROUP_NAMES.map((group) => ({ value: group, label: t(`groups.${group}`) }))}
      />
      <FilterSelect
        label={t('filterEnvironment')}
        all={t('allEnvironments')}
        value={choice.environmentId}
        onChange={(environmentId) => onChange({ ...choice, environmentId })}
        options={environments.map(({ id, alias }) => ({ value: id, label: alias }))}
      />
      <FilterSelect
        label={t('filterOutcome')}
        all={t('allOutcomes')}
        value={choice.outcome}
        onChange={(outcome) => onChange({ ...choice, outcome })}
        options={OUTCOMES.map((outcome) => ({ value: outcome, label: t(outcome) }))}
      />
    </>
  );
}

type FilterSelectProps<Value extends string> = {
  label: string;
  /** The word for no choice. */
  all: string;
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  options: readonly { value: Value; label: string }[];
};

function FilterSelect<Value extends string>({
  label,
  all,
  value,
  onChange,
  options,
}: FilterSelectProps<Value>) {
  return (
    <Select<Value | typeof ALL>
      className="w-36 phone:w-[calc(50%-4px)]"
      aria-label={label}
      value={value ?? ALL}
      onChange={(chosen) => onChange(chosen || undefined)}
      options={[{ value: ALL, label: all }, ...options]}
    />
  );
}
