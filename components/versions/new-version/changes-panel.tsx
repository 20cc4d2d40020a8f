'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Series, seriesByVersion } from '#components/ui/series.ts';
import { VersionName } from '#components/ui/version-name.tsx';
import { AfterDeploying } from '#components/versions/new-version/after-deploying.tsx';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import { Changes } from '#components/versions/spec-form/changes.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';

/** 与线上版本相比: what changes, and what happens after 开始部署. */
export function ChangesPanel({ facts }: { facts: NewVersionFacts }) {
  const t = useTranslations('newVersion');
  const { live } = facts;
  const [chosenId, setChosenId] = useState(live[0]?.id);
  const base = live.find((version) => version.id === chosenId) ?? live[0];
  const [series] = useState(() => seriesByVersion(live));
  return (
    <Panel aria-labelledby="changes" className="sticky top-[calc(var(--size-topbar)+16px)] narrow:static">
      <PanelHead
        id="changes"
        title={t('compare')}
        end={<BaseChoice live={live} base={base} series={series} onChange={setChosenId} />}
      />
      {base === undefined ? (
        <p className="border-line-soft border-t px-4 py-2.5 text-ink-3 text-sm">{t('nothingLive')}</p>
      ) : (
        <Changes before={base.spec} nothing={t('nothingChanged')} />
      )}
      <AfterDeploying facts={facts} series={series} />
    </Panel>
  );
}

type BaseChoiceProps = {
  live: readonly VersionView[];
  base: VersionView | undefined;
  series: ReadonlyMap<string, Series>;
  onChange: (versionId: string) => void;
};

function BaseChoice({ live, base, series, onChange }: BaseChoiceProps) {
  const t = useTranslations('newVersion');
  if (base === undefined) return null;
  if (live.length === 1) return <VersionName series={series.get(base.id)}>{base.name}</VersionName>;
  return (
    <Select
      aria-label={t('compareWith')}
      value={base.id}
      onChange={onChange}
      options={live.map((version) => ({
        value: version.id,
        label: <VersionName series={series.get(version.id)}>{version.name}</VersionName>,
      }))}
      className="-mr-2 border-transparent bg-transparent px-2 hover:bg-hover"
    />
  );
}
