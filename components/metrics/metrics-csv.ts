import { BYTE_ORDER_MARK, csvLine } from '#server/domain/csv.ts';
import type { Values } from '#server/domain/metric-figures.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

export type CsvColumn = { head: string; valuesOf: (lineId: string) => Values };

/**
 * What the charts show: a record for each point and line, in the order of time. Values as they are, without units;
 * empty where nothing was measured. Times by ISO 8601 in the reader's zone.
 */
export function metricsCsv(
  { from, stepSeconds }: Sampling,
  points: number,
  heads: { time: string; line: string },
  lines: readonly { id: string; label: string }[],
  columns: readonly CsvColumn[],
): string {
  const records = [csvLine([heads.time, heads.line, ...columns.map(({ head }) => head)])];
  for (let point = 0; point < points; point += 1) {
    const time = localIsoTime((from + point * stepSeconds) * 1000);
    for (const { id, label } of lines) {
      records.push(csvLine([time, label, ...columns.map(({ valuesOf }) => valuesOf(id)[point] ?? null)]));
    }
  }
  return BYTE_ORDER_MARK + records.join('');
}

/** "2026-11-21T14:27:00+08:00". */
export function localIsoTime(atMs: number): string {
  const east = -new Date(atMs).getTimezoneOffset();
  const local = new Date(atMs + east * 60_000).toISOString().slice(0, 19);
  const digits = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  const zone = Math.abs(east);
  return `${local}${east < 0 ? '-' : '+'}${digits(zone / 60)}:${digits(zone % 60)}`;
}
