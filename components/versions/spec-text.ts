'use client';
import { useTranslations } from 'use-intl/react';
import type { SpecField } from '#server/domain/diff.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** A line of a configuration in words; `-` where nothing that counts has been typed. */
export function useSpecText(): (spec: VersionSpec, field: SpecField) => string {
  const t = useTranslations('spec');
  return (spec, field) => {
    switch (field) {
      case 'image':
        return spec.source.image || '-';
      case 'port':
        return figure(spec.port);
      case 'size':
        return `${t('cpuValue', { cpu: spec.cpu })} / ${t('memoryValue', { memoryGb: spec.memoryGb })}`;
      case 'replicaMode':
        return t(spec.replicaMode === 'low-cost' ? 'lowCost' : 'highAvailability');
      case 'minReplicas':
        return t('minReplicasValue', { count: figure(spec.minReplicas) });
      case 'initialDelay':
        return t('initialDelayValue', { seconds: figure(spec.initialDelaySeconds) });
      case 'probe':
        return spec.probe.kind === 'tcp'
          ? t('probeTcp', { port: figure(spec.port) })
          : t('probeHttp', { path: spec.probe.path });
      case 'command':
        return spec.command.join(' ') || t('fromImage');
      case 'args':
        return spec.args.join(' ') || t('fromImage');
    }
  };
}

function figure(value: number): string {
  return Number.isFinite(value) ? String(value) : '-';
}
