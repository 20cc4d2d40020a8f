'use client';
import { Plus } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { AudienceNote } from '#components/traffic/audience-note.tsx';
import { KeepVisitors } from '#components/traffic/keep-visitors.tsx';
import { ModeBar } from '#components/traffic/mode-bar.tsx';
import { QuickShares } from '#components/traffic/quick-shares.tsx';
import { addRow, issuesOf, newestRow } from '#components/traffic/traffic-form.ts';
import { TrafficRowHead, TrafficRowLine } from '#components/traffic/traffic-row.tsx';
import { TrafficStrip } from '#components/traffic/traffic-strip.tsx';
import { TrafficSum } from '#components/traffic/traffic-sum.tsx';
import { useLiveFigures } from '#components/traffic/use-live-figures.ts';
import type { TrafficEditing } from '#components/traffic/use-traffic-editor.ts';
import type { TrafficService } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { seriesByVersion } from '#components/ui/series.ts';

/** 按百分比: rows that have to add up to 100 (S0-15, S0-16). */
export function PercentEditor({ service, editing }: { service: TrafficService; editing: TrafficEditing }) {
  const t = useTranslations('traffic');
  const { figuresOf } = useLiveFigures(service.id);
  const { base, setPercent } = editing;
  const form = editing.draft.percent;
  const { versions } = base;
  const series = seriesByVersion(form.seen.map((id, index) => ({ id, number: index })));
  const newest = newestRow(form, versions);
  const withMore = addRow(form, versions, service.releaseMode);
  return (
    <>
      <ModeBar editing={editing}>
        <QuickShares form={form} versions={versions} onChange={setPercent} />
      </ModeBar>
      <TrafficStrip form={form} versions={versions} series={series} />
      <div className="mt-3 phone:mt-2">
        <TrafficRowHead />
        {form.rows.map((row) => (
          <TrafficRowLine
            key={row.versionId}
            row={row}
            form={form}
            versions={versions}
            series={series.get(row.versionId) ?? 'base'}
            figures={figuresOf(row.versionId)}
            isNewest={row.versionId === newest?.versionId}
            hasPresent={base.policy.mode === 'percent'}
            onChange={setPercent}
          />
        ))}
        {withMore === undefined ? null : (
          <div className="border-line-soft border-t py-3">
            <Button intent="quiet" size="sm" onClick={() => setPercent(withMore)}>
              <Plus className="size-3.5" aria-hidden />
              {t('add')}
            </Button>
          </div>
        )}
        <TrafficSum
          form={form}
          versions={versions}
          issues={issuesOf(form, versions, service.releaseMode)}
          onChange={setPercent}
        />
      </div>
      <AudienceNote form={form} versions={versions} isKept={editing.draft.keepsVisitors} />
      <KeepVisitors editing={editing} />
    </>
  );
}
