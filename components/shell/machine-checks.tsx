'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { StatusIcon, type StatusKind } from '#components/ui/status-icon.tsx';

const REFRESH_MS = 3_000;
const GB = 1024 ** 3;

/** 这台机器已就绪: what the first run found; looks again until the engine answers. */
export function MachineChecks() {
  const t = useTranslations('gate');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.setup.status.queryOptions(undefined, { refetchInterval: REFRESH_MS }));
  if (!data || data.isDone) return null;
  const { machine, ports, baseDomain, dataDirFreeBytes } = data;
  const isReady = machine?.isEngineUp === true;
  const isLocal = baseDomain === 'localhost';
  return (
    <section aria-labelledby="machine-checks" className="mt-8">
      <h2 id="machine-checks" className="mb-1">
        {isReady ? t('machineReady') : t('machineNotReady')}
      </h2>
      <ul className="text-sm">
        <EngineCheck machine={machine} />
        <Check kind="ok" label={t('ports')}>
          {t('portsFacts', { console: String(ports.console), gateway: String(ports.gateway) })}
        </Check>
        <Check kind={isLocal ? 'ok' : 'off'} label={t('address')}>
          {t(isLocal ? 'addressLocal' : 'addressDomain', { domain: baseDomain })}
        </Check>
        <Check kind="ok" label={t('dataDir')}>
          {t('dataDirFacts', { free: Math.floor(dataDirFreeBytes / GB) })}
        </Check>
      </ul>
    </section>
  );
}

type Machine = {
  runner: 'docker' | 'embedded';
  isEngineUp: boolean;
  engineVersion: string;
  cpuCores: number;
  memoryGb: number;
} | null;

function EngineCheck({ machine }: { machine: Machine | undefined }) {
  const t = useTranslations('gate');
  if (!machine) {
    return (
      <Check kind="busy" label={t('engine')}>
        {t('engineUnknown')}
      </Check>
    );
  }
  if (machine.runner === 'embedded') {
    return (
      <Check kind="ok" label={t('embedded')}>
        {t('embeddedFacts')}
      </Check>
    );
  }
  return (
    <Check kind={machine.isEngineUp ? 'ok' : 'fail'} label={t('engine')}>
      {machine.isEngineUp
        ? t('engineFacts', {
            version: machine.engineVersion,
            cpu: machine.cpuCores,
            memory: Math.round(machine.memoryGb),
          })
        : t('engineDown')}
    </Check>
  );
}

function Check({ kind, label, children }: { kind: StatusKind; label: string; children: ReactNode }) {
  return (
    <li className="flex min-h-8 items-center gap-2 border-line-soft py-1 not-first:border-t">
      <StatusIcon kind={kind} />
      <span className="text-ink">{label}</span>
      <span className="ml-auto text-right text-ink-3">{children}</span>
    </li>
  );
}
