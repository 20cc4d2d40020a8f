// The walk over all procedures, by the console's own HTTP handler.
import { GET, POST } from '#app/api/trpc/[trpc]/route.ts';
import { type Answer, classify, SameRefusals } from '#scripts/rights/answers.ts';
import type { Asked, Cell } from '#scripts/rights/cell.ts';
import { expectedOf } from '#scripts/rights/expected.ts';
import type { Proof } from '#scripts/rights/people.ts';
import { questionsOf } from '#scripts/rights/questions.ts';
import { undone } from '#scripts/rights/undone.ts';
import { idOf, type Walked } from '#scripts/rights/walked.ts';
import { proceduresOf } from '#server/api/require-rows.ts';
import { type Access, RIGHTS_TABLE } from '#server/api/rights-table.ts';
import { appRouter } from '#server/api/router.ts';

const HOST = 'console.test';

export type ProcedureKind = 'query' | 'mutation' | 'subscription';

export async function walkProcedures(
  walked: Walked,
  table: Record<string, Access> = RIGHTS_TABLE,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [path, access] of Object.entries(table)) {
    const refusals = new SameRefusals();
    for (const asked of questionsOf(path, access, walked.people)) {
      const answer = await answerTo(walked, asked);
      cells.push({ ...asked, expected: expectedOf(asked), got: refusals.told(asked.target, answer) });
    }
  }
  return cells;
}

/** What only reads need not be undone. */
function answerTo(walked: Walked, asked: Asked): Promise<Answer> {
  const answer = async () => classify(await askProcedure(walked, asked));
  return kindOf(asked.what) === 'mutation' ? undone(answer) : answer();
}

/** Sends what needs nothing but the object's id: where the right passes, the rest of the input may be found wanting. */
export function askProcedure(walked: Walked, asked: Asked, signal?: AbortSignal): Promise<Response> {
  return send(asked.what, idOf(walked, asked.access.object, asked.target), asked.proof, signal);
}

export function send(path: string, input: unknown, proof: Proof, signal?: AbortSignal): Promise<Response> {
  const url = new URL(`http://${HOST}/api/trpc/${path}`);
  const headers = { ...proof.headers, host: HOST };
  if (kindOf(path) !== 'mutation') {
    url.searchParams.set('input', JSON.stringify(input));
    return GET(new Request(url, { headers, signal: signal ?? null }));
  }
  const own = { origin: `http://${HOST}`, 'content-type': 'application/json' };
  const body = JSON.stringify(input);
  return POST(new Request(url, { method: 'POST', body, headers: { ...headers, ...own } }));
}

export function kindOf(path: string): ProcedureKind {
  const procedure = proceduresOf(appRouter)[path];
  if (!procedure) throw new Error(`there is no procedure ${path}`);
  return procedure._def.type;
}
