// Holds the API to the rights table.
import type { AnyTRPCRouter } from '@trpc/server';
import { type Access, RIGHTS_TABLE } from '#server/api/rights-table.ts';
import type { ProcedureMeta } from '#server/api/trpc.ts';

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; meta?: ProcedureMeta } };

/** Path → procedure, over all nouns. */
export function proceduresOf({ _def }: AnyTRPCRouter): Record<string, Procedure> {
  return _def.procedures;
}

/**
 * Called where the router is made, so that a console with a procedure that nobody gave a row is neither built nor
 * started. Throws one Error that names them all.
 */
export function requireRows(router: AnyTRPCRouter): void {
  const problems = absentRows(proceduresOf(router), RIGHTS_TABLE);
  if (problems.length > 0) throw new Error(`The rights table and the API differ:\n${problems.join('\n')}`);
}

/** What the table has against a router: a procedure without a row, a row without a procedure, two that differ. */
export function tableProblems(procedures: Walkable, table: Table = RIGHTS_TABLE): string[] {
  const stale = Object.keys(table).filter((path) => !(path in procedures));
  return [
    ...absentRows(procedures, table),
    ...stale.map((path) => `${path} has a row in server/api/rights-table.ts, but is no procedure`),
  ];
}

type Walkable = Record<string, { _def: { meta?: ProcedureMeta } }>;
type Table = Record<string, Access>;

function absentRows(procedures: Walkable, table: Table): string[] {
  return Object.entries(procedures).flatMap(([path, { _def }]) => rowProblem(path, _def.meta, table[path]));
}

function rowProblem(path: string, enforced: ProcedureMeta | undefined, row: Access | undefined): string[] {
  if (!enforced) return [`${path} was made by no builder of server/api/init.ts`];
  const { right, object } = enforced;
  if (!row)
    return [`${path} has no row in server/api/rights-table.ts; its builder says ${right} on ${object}`];
  if (row.right === right && row.object === object) return [];
  return [
    `${path} needs ${row.right} on ${row.object} by the rights table, and ${right} on ${object} by its builder`,
  ];
}
