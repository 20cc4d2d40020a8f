// `npm run rights` and the test of rights: everything that may be asked for, by everybody, held to the tables.
import { walkAddresses } from '#scripts/rights/address-walk.ts';
import { walkAuthPaths } from '#scripts/rights/auth-walk.ts';
import type { Cell } from '#scripts/rights/cell.ts';
import { walkProcedures } from '#scripts/rights/procedure-walk.ts';
import { findRoutes, walkRoutes } from '#scripts/rights/route-walk.ts';
import { walkShells } from '#scripts/rights/shell-walk.ts';
import { walkStreams } from '#scripts/rights/stream-walk.ts';
import type { Walked } from '#scripts/rights/walked.ts';
import { proceduresOf, tableProblems } from '#server/api/require-rows.ts';
import { appRouter } from '#server/api/router.ts';
import { ROUTES_TABLE } from '#server/api/routes-table.ts';

export async function walkAll(walked: Walked): Promise<Cell[]> {
  return [
    ...(await walkProcedures(walked)),
    ...(await walkStreams(walked)),
    ...(await walkRoutes(walked)),
    ...(await walkAuthPaths(walked)),
    ...(await walkAddresses(walked)),
    ...(await walkShells(walked)),
  ];
}

/** Where the tables and what there is do not cover each other. */
export async function uncovered(): Promise<string[]> {
  return [...tableProblems(proceduresOf(appRouter)), ...routeProblems([...(await findRoutes()).keys()])];
}

export function routeProblems(
  routes: readonly string[],
  table: Record<string, unknown> = ROUTES_TABLE,
): string[] {
  const absent = routes.filter((route) => !(route in table));
  const stale = Object.keys(table).filter((route) => !routes.includes(route));
  return [
    ...absent.map((route) => `${route} has no row in server/api/routes-table.ts`),
    ...stale.map((route) => `${route} has a row in server/api/routes-table.ts, but app/ has no such route`),
  ];
}
