'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { StatusIcon, type StatusKind } from '#components/ui/status-icon.tsx';

const REFRESH_MS = 3_000;
const GB = 1024 ** 3;

/** Letters and digits of a whole code; fewer are not worth asking with. */
const CODE_LENGTH = 12;

/** 这台机器已就绪: what the first run found; looks again until the engine answers. Only the right code shows it. */
export function MachineChecks({ code }: { code: string }) {
  const t = useTranslations('gate');
  const { data } = useMachine(code);
  if (!data) return null;
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

/** Asked by a write, as the code has no place in a URL. */
function useMachine(code: string) {
  const trpc = useTRPC();
  const ask = useMutation(trpc.setup.machine.mutationOptions());
  return useQuery({
    queryKey: ['setup.machine', code],
    queryFn: () => ask.mutateAsync({ code }),
    enabled: code.replace(/[^a-z0-9]/gi, '').length === CODE_LENGTH,
    // A wrong code counts, and is not asked with again.
    refetchInterval: ({ state }) => (state.error === null ? REFRESH_MS : false),
    refetchOnWindowFocus: false,
  });
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
