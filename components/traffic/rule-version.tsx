'use client';
import { useTranslations } from 'use-intl/react';
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import { Select } from '#components/ui/select.tsx';
import type { Series } from '#components/ui/series.ts';
import { VersionName } from '#components/ui/version-name.tsx';
import { VersionLabel } from '#components/versions/version-label.tsx';

type RuleVersionProps = {
  'aria-label': string;
  /** '' where none is chosen. */
  value: string;
  versions: readonly FormVersion[];
  series: ReadonlyMap<string, Series>;
  isInvalid: boolean;
  onChange: (versionId: string) => void;
};

/** Which version, of those that may take traffic, newest first. */
export function RuleVersion({ value, versions, series, ...props }: RuleVersionProps) {
  const t = useTranslations('traffic');
  return (
    <Select
      {...props}
      className="w-full"
      value={value === '' ? null : value}
      placeholder={t('chooseVersion')}
      options={versions
        .filter(({ id, canServe }) => canServe || id === value)
        .toSorted((a, b) => b.number - a.number)
        .map(({ id, name }) => ({
          value: id,
          label: (
            <VersionName className="max-w-full" series={series.get(id)}>
              <VersionLabel name={name} />
            </VersionName>
          ),
        }))}
    />
  );
}
