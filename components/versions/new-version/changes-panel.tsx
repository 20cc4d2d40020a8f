'use client';
import { type ReactNode, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { type Change, DiffList } from '#components/ui/diff-list.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Series, seriesByVersion } from '#components/ui/series.ts';
import { VersionName } from '#components/ui/version-name.tsx';
import { AfterDeploying } from '#components/versions/new-version/after-deploying.tsx';
import { useFields } from '#components/versions/new-version/form.ts';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import { useSpecText } from '#components/versions/spec-text.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { diffSpecs, type EnvChange, type SpecDiff } from '#server/domain/diff.ts';
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

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
        <Changes before={base.spec} />
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

function Changes({ before }: { before: VersionSpec }) {
  const t = useTranslations('newVersion');
  const { control } = useFields();
  const after = useWatch({ control, name: 'spec' });
  const [isSameShown, setSameShown] = useState(false);
  const rows = useChangeRows(before, after);
  const diff = diffSpecs(before, after);
  const sameCount = diff.same.length + diff.sameEnv.length;
  return (
    <>
      <div className="border-line-soft border-t">
        {rows.changed.length > 0 ? (
          <DiffList changes={rows.changed} />
        ) : (
          <p className="px-4 py-2.5 text-ink-3 text-sm">{t('nothingChanged')}</p>
        )}
      </div>
      <div className="flex items-center border-line-soft border-t px-4 py-1.5 text-ink-3 text-sm">
        {t('same', { count: sameCount })}
        <Button
          intent="row"
          size="row"
          className="-mr-1.5 ml-auto"
          aria-expanded={isSameShown}
          onClick={() => setSameShown(!isSameShown)}
        >
          {isSameShown ? t('hideSame') : t('showSame')}
        </Button>
      </div>
      {isSameShown ? <SameList rows={rows.same} /> : null}
    </>
  );
}

function SameList({ rows }: { rows: readonly { key: string; field: string; text: string }[] }) {
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 pb-2.5 text-ink-3 text-sm">
      {rows.map((row) => (
        <div key={row.key} className="contents">
          <dt>{row.field}</dt>
          <dd className="[overflow-wrap:anywhere]">{row.text}</dd>
        </div>
      ))}
    </dl>
  );
}

function useChangeRows(before: VersionSpec, after: SpecInput) {
  const t = useTranslations('spec');
  const specText = useSpecText();
  const diff: SpecDiff = diffSpecs(before, after);
  const changed: Change[] = diff.changed.map((field) => ({
    key: field,
    field: t(field),
    was: brief(specText(before, field), specText(after, field)),
    now: brief(specText(after, field), specText(before, field)),
  }));
  const same = diff.same.map((field) => ({ key: field, field: t(field), text: specText(after, field) }));
  return {
    changed: diff.env.length === 0 ? changed : [...changed, envChange(t('env'), diff.env.map(envText))],
    same:
      diff.sameEnv.length === 0
        ? same
        : [...same, { key: 'env', field: t('env'), text: diff.sameEnv.join(' ') }],
  };

  function envText({ name, kind }: EnvChange): string {
    const key = ({ added: 'envAdded', changed: 'envChanged', removed: 'envRemoved' } as const)[kind];
    return t(key, { name: name || '-' });
  }
}

function envChange(field: string, texts: readonly string[]): Change {
  const now: ReactNode = texts.map((text) => (
    <span key={text} className="block">
      {text}
    </span>
  ));
  return { key: 'env', field, now };
}

/** `shop/order-api:1.9.1` without its registry, where the rest still tells the two apart. */
function brief(text: string, other: string): string {
  const short = lastPart(text);
  return short !== lastPart(other) && text.includes('/') && !text.startsWith('HTTP') ? short : text;
}

function lastPart(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
