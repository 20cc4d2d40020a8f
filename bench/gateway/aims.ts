// What issue 4 asks of the gateway, beside what was measured. Aims whose figures are missing are left out.
import type { Figures } from '#bench/figures.ts';
import { bulkRatio, figuresOfRow, ratioOf, ratioToHaproxy, type Section } from '#bench/gateway/report.ts';

type Aim = { text: string; measured: number | null; atMost?: number; atLeast?: number };

const MS_IN_US = 1000;

export function aimsOf(sections: readonly Section[]): string[] {
  return [...ratioAims(sections), ...ownAims(sections)].flatMap(({ measured, ...aim }) =>
    measured === null ? [] : [lineOf({ ...aim, measured })],
  );
}

function ratioAims(sections: readonly Section[]): Aim[] {
  const { gateway, caddy } = figuresOfRow(sections, 'cpu');
  return [
    { text: 'CPU a request ÷ HAProxy', measured: ratioToHaproxy(sections, 'cpu'), atMost: 1.25 },
    { text: 'CPU a request ÷ Caddy', measured: ratioOf(gateway, caddy), atMost: 0.4 },
    { text: 'added p50 ÷ HAProxy', measured: ratioToHaproxy(sections, 'p50'), atMost: 1.5 },
    { text: 'p99 − HAProxy, ms', measured: p99Difference(sections), atMost: 1 },
    { text: 'throughput of large bodies ÷ HAProxy', measured: bulkRatio(sections), atLeast: 0.8 },
  ];
}

function ownAims(sections: readonly Section[]): Aim[] {
  const [few, many] = Object.values(figuresOfRow(sections, 'table-cpu'));
  return [
    { text: 'memory, MB', measured: largestOf(figuresOfRow(sections, 'memory')), atMost: 150 },
    { text: 'CPU a request with many services ÷ few', measured: ratioOf(many, few), atMost: 1.05 },
    { text: 'a change of routes, ms', measured: largestOf(figuresOfRow(sections, 'table-apply')), atMost: 5 },
    {
      text: 'a pause of traffic, ms',
      measured: largestOf(figuresOfRow(sections, 'table-pause')),
      atMost: 10,
    },
  ];
}

function lineOf({ text, measured, atMost, atLeast }: Aim & { measured: number }): string {
  const isMet = measured <= (atMost ?? Number.POSITIVE_INFINITY) && measured >= (atLeast ?? 0);
  const limit = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return `  ${isMet ? 'met   ' : 'missed'}  ${text}: ${measured} (${limit})`;
}

function p99Difference(sections: readonly Section[]): number | null {
  const { gateway, haproxy } = figuresOfRow(sections, 'p99');
  return gateway && haproxy ? Math.round((gateway.median - haproxy.median) / 10) / (MS_IN_US / 10) : null;
}

function largestOf(figures: Readonly<Record<string, Figures | undefined>>): number | null {
  const medians = Object.values(figures).flatMap((one) => (one ? [one.median] : []));
  return medians.length > 0 ? Math.max(...medians) : null;
}
