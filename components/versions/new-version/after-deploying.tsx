'use client';
import { Activity, Clock, Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { rulesOf } from '#components/traffic/rules-of.ts';
import { RulesStrip } from '#components/ui/rules-strip.tsx';
import type { Series } from '#components/ui/series.ts';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { useDeployFields } from '#components/versions/new-version/form.ts';
import type { NewVersionFacts } from '#components/versions/new-version/use-new-version-facts.ts';
import { needsOf } from '#components/versions/spec-form/machine-room.ts';
import { versionDigits } from '#server/domain/naming.ts';

/** 开始部署之后: what it takes, how long it will be, and who gets the requests then. */
export function AfterDeploying({
  facts,
  series,
}: {
  facts: NewVersionFacts;
  series: ReadonlyMap<string, Series>;
}) {
  const t = useTranslations('newVersion');
  const { control } = useDeployFields();
  const spec = useWatch({ control, name: 'spec' });
  const takesAll = useWatch({ control, name: 'trafficStrategy' }) === 'full';
  const isFirst = facts.live.length === 0;
  return (
    <div className="grid gap-1.5 border-line border-t px-4 py-3 text-sm">
      <h3>{t('after')}</h3>
      <ol className="grid gap-1">
        <Line icon={<Server aria-hidden />}>{t('afterUses', needsOf(spec))}</Line>
        {facts.estimate === undefined ? null : (
          <Line icon={<Clock aria-hidden />}>{t('afterReady', facts.estimate)}</Line>
        )}
        <Line icon={<Activity aria-hidden />}>
          {t(isFirst ? 'afterFirst' : takesAll ? 'afterTakes' : 'afterKeeps')}
        </Line>
      </ol>
      <Outcome facts={facts} series={series} takesAll={takesAll || isFirst} />
      {takesAll ? <RulesLoss facts={facts} /> : null}
    </div>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[16px_1fr] gap-2 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:text-ink-3">
      {icon}
      <span>{children}</span>
    </li>
  );
}

/** A version that takes all traffic takes the place of the rules, too. */
function RulesLoss({ facts: { live, versionName: name } }: { facts: NewVersionFacts }) {
  const t = useTranslations('traffic');
  const { count } = rulesOf(live);
  return count === 0 ? null : <p className="text-ink-3 text-xs">{t('losesRules', { count, name })}</p>;
}

/** The split as it will be. */
function Outcome({
  facts,
  series,
  takesAll,
}: {
  facts: NewVersionFacts;
  series: ReadonlyMap<string, Series>;
  takesAll: boolean;
}) {
  const t = useTranslations('newVersion');
  const digits = facts.versionName.slice(facts.service.name.length + 1);
  const kept = facts.live.map((version) => ({
    key: version.id,
    name: versionDigits(version.number),
    percent: version.percent,
    series: series.get(version.id) ?? ('base' as const),
  }));
  if (!takesAll && facts.service.trafficMode === 'rules')
    return <StaysByRules facts={facts} digits={digits} />;
  const shares = takesAll ? [{ key: 'new', name: digits, percent: 100, series: 'base' as const }] : kept;
  return (
    <>
      <SplitStrip shares={shares} size="sm" className="mt-1.5" />
      <p className="flex flex-wrap gap-x-2 text-xs">
        {shares.map((share) => (
          <span key={share.key}>
            {share.name} <b>{share.percent}%</b>
          </span>
        ))}
        {takesAll ? null : <span className="ml-auto text-ink-3">{t('afterZero', { digits })}</span>}
      </p>
    </>
  );
}

function StaysByRules({ facts, digits }: { facts: NewVersionFacts; digits: string }) {
  const t = useTranslations();
  const { count, defaultNumber } = rulesOf(facts.live);
  const name = versionDigits(defaultNumber ?? 0);
  return (
    <>
      <RulesStrip size="xs" label={t('traffic.rulesStrip', { name })} />
      <p className="flex flex-wrap gap-x-2 text-xs">
        {t('traffic.rulesText', { count, name })}
        <span className="ml-auto text-ink-3">{t('newVersion.afterZero', { digits })}</span>
      </p>
    </>
  );
}
