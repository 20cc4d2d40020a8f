'use client';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import type { ServiceDialogKind } from '#components/services/service-dialogs.tsx';
import { FiguresTable } from '#components/traffic/figures-table.tsx';
import { GrayLead } from '#components/traffic/gray-lead.tsx';
import { LiveDot } from '#components/traffic/live-dot.tsx';
import { NO_REQUESTS } from '#components/traffic/live-figures.ts';
import { NoTrafficPanel } from '#components/traffic/no-traffic-panel.tsx';
import { rulesOf } from '#components/traffic/rules-of.ts';
import { TrafficChange } from '#components/traffic/traffic-change.tsx';
import { useLiveFigures } from '#components/traffic/use-live-figures.ts';
import { VerdictLine } from '#components/traffic/verdict-line.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { RulesStrip } from '#components/ui/rules-strip.tsx';
import { seriesByVersion } from '#components/ui/series.ts';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { versionDigits } from '#server/domain/naming.ts';

/** The line of a version without requests lies on the ground. */
const SILENCE = [0, 0];

type TrafficPanelProps = { service: ServiceView; onOpen: (kind: ServiceDialogKind) => void };

/** 线上流量: who gets what, how each version does, and what that says. Without versions the list of them says what to do. */
export function TrafficPanel({ service, onOpen }: TrafficPanelProps) {
  const t = useTranslations('traffic');
  const mayRelease = useMay('release', service.environmentId);
  if (service.versionCount === 0) return null;
  if (service.serving.length === 0) return <NoTrafficPanel service={service} />;
  const canAbandon = mayRelease && service.serving.length > 1;
  return (
    <Panel aria-labelledby="live-traffic">
      <PanelHead
        title={t('panel')}
        id="live-traffic"
        end={
          <>
            <span className="inline-flex items-center gap-1.5 text-ink-3 text-xs">
              <LiveDot />
              {t('live')}
            </span>
            {canAbandon ? (
              <Button intent="danger" size="sm" onClick={() => onOpen('abandon')}>
                {t('abandon')}
              </Button>
            ) : null}
          </>
        }
      >
        <Tag>{t(service.trafficMode === 'rules' ? 'byRules' : 'byPercent')}</Tag>
        {service.trafficMode === 'percent' && service.keepsVisitors ? <Tag>{t('keepVisitors')}</Tag> : null}
        <TrafficChange service={service} />
      </PanelHead>
      <ServingStrip service={service} />
      {service.isPaused ? (
        <Paused
          isByRules={service.trafficMode === 'rules'}
          onResume={mayRelease ? () => onOpen('resume') : undefined}
        />
      ) : null}
      <Figures service={service} />
    </Panel>
  );
}

function ServingStrip({ service }: { service: ServiceView }) {
  const series = seriesByVersion(service.serving);
  if (service.trafficMode === 'rules' && !service.isPaused) return <ByRules service={service} />;
  return (
    <div className="px-4">
      <SplitStrip
        shares={service.serving.map(({ id, name, percent }) => ({
          key: id,
          name,
          percent: service.isPaused ? 0 : percent,
          series: series.get(id) ?? 'base',
        }))}
      />
    </div>
  );
}

function ByRules({ service }: { service: ServiceView }) {
  const t = useTranslations('traffic');
  const { defaultNumber } = rulesOf(service.serving);
  return (
    <div className="px-4">
      <RulesStrip size="md" label={t('rulesStrip', { name: versionDigits(defaultNumber ?? 0) })} />
    </div>
  );
}

function Paused({ isByRules, onResume }: { isByRules: boolean; onResume: (() => void) | undefined }) {
  const t = useTranslations();
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 pt-3">
      <Notice kind="note">{t(isByRules ? 'traffic.pausedRules' : 'traffic.paused')}</Notice>
      {onResume ? (
        <Button size="sm" onClick={onResume}>
          {t('services.resume')}
        </Button>
      ) : null}
    </div>
  );
}

function Figures({ service }: { service: ServiceView }) {
  const t = useTranslations('traffic');
  const { data, isFailing, figuresOf } = useLiveFigures(service.id);
  const serving = service.serving.map((version) => ({
    ...version,
    figures: figuresOf(version.id),
    line: data?.series.byVersion[version.id] ?? SILENCE,
  }));
  return (
    <>
      <FiguresTable serving={serving} />
      {isFailing ? (
        <Notice kind="note" className="border-line border-t px-4 py-2.5">
          {t('figuresFailed')}
        </Notice>
      ) : (
        <VerdictLine
          serving={serving.map(({ name, figures }) => ({ name, figures: figures ?? NO_REQUESTS }))}
          windowSeconds={data?.windowSeconds ?? 0}
          isWaiting={data === undefined}
          lead={data?.gray ? <GrayLead gray={data.gray} versions={service.serving} /> : null}
        />
      )}
    </>
  );
}
