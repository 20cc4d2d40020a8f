'use client';
import { useTranslations } from 'use-intl/react';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { PanelTools } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { TypedFilter } from '#components/ui/typed-filter.tsx';
import { instanceChoiceOf } from '#components/versions/detail/instances/instance-choice.ts';
import { INSTANCE_GROUPS } from '#server/domain/instance-group.ts';

/** 容器状态 and 容器名 (console-spec 1.5). */
export function InstanceFilter() {
  const t = useTranslations('instances');
  const { params, change } = useUrlParams();
  const { group, filter } = instanceChoiceOf(params);
  return (
    <PanelTools>
      <TypedFilter
        text={filter}
        onSettled={(text) => change({ instance: text, page: undefined })}
        label={t('filter')}
        placeholder={t('filterPlaceholder')}
      />
      <Select
        aria-label={t('filterState')}
        value={group ?? 'all'}
        onChange={(next) => change({ state: next === 'all' ? undefined : next, page: undefined })}
        options={[
          { value: 'all', label: t('allStates') },
          ...INSTANCE_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
        ]}
        className="w-34 phone:w-full"
      />
    </PanelTools>
  );
}
