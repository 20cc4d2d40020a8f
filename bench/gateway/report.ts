// What is printed: a table for each section, and the one line of JSON that other programs read.
import { type Figures, figuresOf, ratio } from '#bench/figures.ts';
import { PROXY_NAMES } from '#bench/gateway/proxy.ts';

export type Row = {
  /** For rows that ratios and aims are made of. */
  id?: 'cpu' | 'p50' | 'p99' | 'download' | 'upload' | 'memory' | 'table-cpu' | 'table-apply' | 'table-pause';
  title: string;
  unit: string;
  /** Column → medians over the rounds. */
  figures: Readonly<Record<string, Figures | undefined>>;
};

export type Section = { title: string; rows: Row[]; notes?: string[] };

const TITLE_WIDTH = 44;
const COLUMN_WIDTH = 24;

/** Key → the figures of what `value` reads from each result. */
export function figuresBy<Key extends string, T>(
  results: ReadonlyMap<Key, readonly T[]>,
  value: (result: T) => number,
): Partial<Record<Key, Figures>> {
  const entries = [...results].map(([key, list]) => [key, figuresOf(list.map(value))]);
  return Object.fromEntries(entries);
}

/** Each figure as its median, with the smallest and the largest of the rounds. */
export function tableOf({ title, rows, notes = [] }: Section): string {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const head = columns.map((column) => column.padStart(COLUMN_WIDTH)).join('');
  const lines = rows.map((row) => {
    const cells = columns.map((column) => cellOf(row.figures[column]).padStart(COLUMN_WIDTH));
    return `${`  ${row.title}${row.unit ? `, ${row.unit}` : ''}`.padEnd(TITLE_WIDTH)}${cells.join('')}`;
  });
  const notesLines = notes.map((note) => `  ${note}`);
  return [`${title}`, ''.padEnd(TITLE_WIDTH) + head, ...lines, ...notesLines].join('\n');
}

/** The last line. What was not measured is null. */
export function jsonOf(sections: readonly Section[]): string {
  const cpu = figuresOfRow(sections, 'cpu');
  const cpuUs = Object.fromEntries(PROXY_NAMES.map((name) => [name, cpu[name]?.median ?? null]));
  return JSON.stringify({
    cpuUs,
    ratio: {
      cpuVsHaproxy: ratioOf(cpu.gateway, cpu.haproxy),
      cpuVsCaddy: ratioOf(cpu.gateway, cpu.caddy),
      bulkVsHaproxy: bulkRatio(sections),
      p50VsHaproxy: ratioToHaproxy(sections, 'p50'),
    },
  });
}

/** The worse of both ways. */
export function bulkRatio(sections: readonly Section[]): number | null {
  const down = ratioToHaproxy(sections, 'download');
  const up = ratioToHaproxy(sections, 'upload');
  return down === null || up === null ? null : Math.min(down, up);
}

export function ratioToHaproxy(sections: readonly Section[], id: Row['id']): number | null {
  const { gateway, haproxy } = figuresOfRow(sections, id);
  return ratioOf(gateway, haproxy);
}

/** Empty where it was not measured. */
export function figuresOfRow(sections: readonly Section[], id: Row['id']): Row['figures'] {
  return sections.flatMap(({ rows }) => rows).find((row) => row.id === id)?.figures ?? {};
}

export function ratioOf(a: Figures | undefined, b: Figures | undefined): number | null {
  return a && b && b.median > 0 ? ratio(a, b) : null;
}

function cellOf(figures: Figures | undefined): string {
  if (!figures) return '–';
  const { median, smallest, largest, runs } = figures;
  return runs > 1 ? `${median} (${smallest}–${largest})` : `${median}`;
}
