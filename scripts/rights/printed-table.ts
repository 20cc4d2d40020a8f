import { proceduresOf } from '#server/api/require-rows.ts';
import type { Access } from '#server/api/rights-table.ts';
import { appRouter } from '#server/api/router.ts';
import { ROUTES_TABLE } from '#server/api/routes-table.ts';
import { RIGHTS } from '#server/domain/rights.ts';

const WHO: Record<string, string> = {
  ...Object.fromEntries(Object.entries(RIGHTS).map(([right, roles]) => [right, roles.join(', ')])),
  anyone: 'whoever asks',
  'signed-in': 'whoever is signed in',
  'in-person': 'whoever is signed in, not by a token',
  open: 'whoever asks',
  procedures: 'by the rows of the procedures',
  auth: 'nobody, but for the paths of identity providers',
};

/** What the builders enforce, not what the table says: the walk holds the one to the other. */
export function printedTable(): string {
  const procedures = Object.entries(proceduresOf(appRouter)).map(([path, { _def }]) =>
    rowOf(path, _def.meta),
  );
  const routes = Object.entries(ROUTES_TABLE).map(([route, access]) => rowOf(route, access));
  return columns([['what', 'object', 'right', 'who'], ...procedures, ...routes]);
}

function rowOf(what: string, access: Access | string | undefined): string[] {
  if (access === undefined) return [what, '', 'none', 'made by no builder'];
  const { right, object } = typeof access === 'string' ? { right: access, object: 'none' } : access;
  return [what, object, right, WHO[right] ?? right];
}

function columns(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  '));
  return lines.map((line) => line.trimEnd()).join('\n');
}
