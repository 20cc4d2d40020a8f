'use client';
import { useTranslations } from 'use-intl/react';
import type { SpecField } from '#server/domain/diff.ts';
import type { HealthCheck, SpecInput, VersionSpec } from '#server/domain/spec.ts';

export const LOG_TYPES = { none: 'logNone', default: 'logDefault', custom: 'logCustom' } as const;

export const LOG_FORMATS = { json: 'logJson', line: 'logLine' } as const;

/** A line of a configuration in words; `-` where nothing that counts has been typed. */
export function useSpecText(): (spec: VersionSpec | SpecInput, field: SpecField) => string {
  const t = useTranslations('spec');
  const policyText = ({ metric, thresholdPercent }: VersionSpec['scalePolicies'][number]) =>
    t(metric === 'cpu' ? 'scaleCpu' : 'scaleMemory', { percent: figure(thresholdPercent) });
  const probeText = ({ probe, port }: VersionSpec | SpecInput) => {
    if (probe.kind === 'tcp') return t('probeTcp', { port: figure(port) });
    if (probe.kind === 'http') return t('probeHttp', { path: probe.path });
    return t('probeExec', { command: probe.command.join(' ') || '-' });
  };
  const healthText = (health: HealthCheck | null) => {
    if (!health) return t('none');
    const { check, periodSeconds, failures } = health;
    const asked =
      check.kind === 'http'
        ? t('probeHttp', { path: check.path })
        : t('probeExec', { command: check.command.join(' ') || '-' });
    return t('healthValue', { asked, seconds: figure(periodSeconds), failures: figure(failures) });
  };
  return (spec, field) => {
    switch (field) {
      case 'image':
        return (spec.source.kind === 'image' && spec.source.image) || '-';
      case 'code':
        return codeText(spec.source);
      case 'dockerfile':
        return spec.source.kind === 'image' ? '-' : t('dockerfileValue', placeOf(spec.source));
      case 'port':
        return figure(spec.port);
      case 'size':
        return `${t('cpuValue', { cpu: spec.cpu })} / ${t('memoryValue', { memoryGb: spec.memoryGb })}`;
      case 'replicaMode':
        return t(spec.replicaMode === 'low-cost' ? 'lowCost' : 'highAvailability');
      case 'replicas':
        return t('replicasValue', { min: figure(spec.minReplicas), max: figure(spec.maxReplicas) });
      case 'scalePolicies':
        return spec.scalePolicies.map(policyText).join(t('or')) || t('none');
      case 'logType':
        return t(LOG_TYPES[spec.logType]);
      case 'logPath':
      case 'logSet':
      case 'logTopic':
        return (spec.logType === 'custom' && spec[field]) || '-';
      case 'logFormat':
        return spec.logType === 'custom' ? t(LOG_FORMATS[spec.logFormat]) : '-';
      case 'initialDelay':
        return t('initialDelayValue', { seconds: figure(spec.initialDelaySeconds) });
      case 'probe':
        return probeText(spec);
      case 'liveness':
      case 'readiness':
        return healthText(spec[field]);
      case 'postStart':
      case 'preStop':
        return spec[field].join(' ') || t('none');
      case 'command':
        return spec.command.join(' ') || t('fromImage');
      case 'args':
        return spec.args.join(' ') || t('fromImage');
    }
  };
}

function codeText(source: SpecInput['source']): string {
  if (source.kind === 'package') return source.fileName || '-';
  return source.kind === 'repository' ? `${source.url || '-'} @ ${source.branch}` : '-';
}

function figure(value: number): string {
  return Number.isFinite(value) ? String(value) : '-';
}

function placeOf({ dockerfile, directory }: { dockerfile: string; directory: string }) {
  return { dockerfile, directory };
}
