'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMaySomewhere } from '#components/api/use-may.ts';
import { cn } from '#components/ui/cn.ts';
import { Meter } from '#components/ui/meter.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';

const REFRESH_MS = 10_000;

/** What this machine still has to give; at the foot of the sidebar. */
export function MachineMeter() {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const maySee = useMaySomewhere('view');
  const { data: machine } = useQuery(
    trpc.machine.status.queryOptions(undefined, { refetchInterval: REFRESH_MS, enabled: maySee }),
  );
  if (!maySee) return null;
  return (
    <section className="mt-auto grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-t px-2.5 pt-3 pb-1 text-ink-3 text-xs">
      {machine ? (
        <>
          <EngineLine runner={machine.runner} isEngineUp={machine.isEngineUp} />
          <Meter
            label={t('cpu')}
            value={machine.cpuUsed}
            max={machine.cpuTotal}
            valueText={t('cpuUsed', { used: figure(machine.cpuUsed), total: figure(machine.cpuTotal) })}
          />
          <Meter
            label={t('memory')}
            value={machine.memoryUsedGb}
            max={machine.memoryTotalGb}
            valueText={t('memoryUsed', {
              used: figure(machine.memoryUsedGb),
              total: figure(machine.memoryTotalGb),
            })}
          />
        </>
      ) : (
        <Line kind="off" text="engineUnknown" />
      )}
    </section>
  );
}

function EngineLine({ runner, isEngineUp }: { runner: 'docker' | 'embedded'; isEngineUp: boolean }) {
  if (runner === 'embedded') return <Line kind="off" text="embedded" />;
  return isEngineUp ? <Line kind="ok" text="engineUp" /> : <Line kind="fail" text="engineDown" />;
}

/** A badge that may take two lines: the sidebar is narrow. */
function Line({
  kind,
  text,
}: {
  kind: 'ok' | 'fail' | 'off';
  text: 'embedded' | 'engineUp' | 'engineDown' | 'engineUnknown';
}) {
  const t = useTranslations('shell');
  return (
    <p className={cn('flex gap-1.5', kind === 'fail' && 'text-fail')}>
      <StatusIcon kind={kind} className="mt-px" />
      <span className="min-w-0">{t(text)}</span>
    </p>
  );
}

/** 6.5, 16: at most one digit after the point. */
function figure(value: number): string {
  return String(Math.round(value * 10) / 10);
}
