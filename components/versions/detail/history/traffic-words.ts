import type { VersionView } from '#server/api/views/version-view.ts';

/** What messages choose their words about the version's traffic by. */
export function trafficWords({ percent, hasTraffic }: Pick<VersionView, 'percent' | 'hasTraffic'>): {
  traffic: 'percent' | 'rules' | 'none';
  percent: number;
} {
  if (percent > 0) return { traffic: 'percent', percent };
  return { traffic: hasTraffic ? 'rules' : 'none', percent };
}
