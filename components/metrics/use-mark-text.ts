'use client';
import { useTranslations } from 'use-intl/react';
import type { NamedVersion } from '#components/metrics/chart-lines.ts';
import { risenShares } from '#components/metrics/traffic-history.ts';
import type { MetricMark } from '#server/api/views/metric-marks.ts';
import { versionDigits } from '#server/domain/naming.ts';

/** "015 20%", "016 部署失败", "按 URL 参数": what happened, in a few letters. */
export function useMarkText(versions: readonly NamedVersion[]): (mark: MetricMark) => string {
  const t = useTranslations('metrics');
  const digits = (versionId: string | null) => {
    const version = versions.find(({ id }) => id === versionId);
    return version ? versionDigits(version.number) : '-';
  };
  return (mark) => {
    const version = digits(mark.versionId);
    switch (mark.kind) {
      case 'deployment.started':
        return t('marks.started', { version });
      case 'deployment.succeeded':
        return t('marks.succeeded', { version });
      case 'deployment.failed':
        return t('marks.failed', { version });
      case 'deployment.cancelled':
        return t('marks.cancelled', { version });
      case 'service.paused':
        return t('marks.paused');
      case 'service.resumed':
        return t('marks.resumed');
      default:
        return trafficText();
    }
    function trafficText(): string {
      if (mark.after?.mode === 'rules') return t('marks.rules');
      const risen = risenShares(mark.before, mark.after);
      if (risen.length === 0) return t('marks.traffic');
      return risen.map(({ versionId, percent }) => `${digits(versionId)} ${percent}%`).join(' / ');
    }
  };
}
