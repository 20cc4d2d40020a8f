'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Meter } from '#components/ui/meter.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

const REFRESH_MS = 10_000;

/** What this machine still has to give; at the foot of the sidebar. */
export function MachineMeter() {
  const t = useTranslations('shell');
  const trpc = useTRPC();
  const { data: machine } = useQuery(
    trpc.machine.status.queryOptions(undefined, { refetchInterval: REFRESH_MS }),
  );
  return (
    <section className="mt-auto grid gap-2 border-line border-t px-2.5 pt-3 pb-1 text-ink-3 text-xs">
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
        <StatusBadge kind="off">{t('engineUnknown')}</StatusBadge>
      )}
    </section>
  );
}

function EngineLine({ runner, isEngineUp }: { runner: 'docker' | 'embedded'; isEngineUp: boolean }) {
  const t = useTranslations('shell');
  if (runner === 'embedded') return <StatusBadge kind="off">{t('embedded')}</StatusBadge>;
  return isEngineUp ? (
    <StatusBadge kind="ok">{t('engineUp')}</StatusBadge>
  ) : (
    <StatusBadge kind="fail">{t('engineDown')}</StatusBadge>
  );
}

/** 6.5, 16: at most one digit after the point. */
function figure(value: number): string {
  return String(Math.round(value * 10) / 10);
}
