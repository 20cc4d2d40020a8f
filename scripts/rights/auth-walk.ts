// The walk over better-auth's own HTTP paths: all but the named ones are closed, also to whoever is signed in.
import { GET, POST } from '#app/api/auth/[...all]/route.ts';
import type { Asked, Cell } from '#scripts/rights/cell.ts';
import { NO_PROOF, type Person } from '#scripts/rights/people.ts';
import { undone } from '#scripts/rights/undone.ts';
import { personOf, type Walked } from '#scripts/rights/walked.ts';
import { consoleState } from '#server/api/console-state.ts';
import { OPEN_AUTH_PATHS } from '#server/api/routes-table.ts';

const ORIGIN = 'http://console.test';
/** Nobody has a right to what is not there. */
const CLOSED = { right: 'administer', object: 'installation' } as const;

export async function walkAuthPaths(walked: Walked): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const { method, path } of authPaths().filter((known) => !OPEN_AUTH_PATHS.includes(known.path))) {
    for (const person of [null, personOf(walked, 'owner')]) {
      const asked = closedTo(person, `${method} /api/auth${path}`);
      const { status } = await undone(() => ask(method, path, asked));
      cells.push({ ...asked, expected: 'not_found', got: status === 404 ? 'not_found' : `${status}` });
    }
  }
  return cells;
}

/** All that better-auth and its plugins know. */
export function authPaths(): { method: string; path: string }[] {
  type Endpoint = { path?: string; options?: { method?: string | string[] } };
  const endpoints: Endpoint[] = Object.values(consoleState().auth.api);
  return endpoints.flatMap(({ path, options }) =>
    path === undefined ? [] : [options?.method ?? 'GET'].flat().map((method) => ({ method, path })),
  );
}

function ask(method: string, path: string, { proof }: Asked): Promise<Response> {
  const url = `${ORIGIN}/api/auth${path.replaceAll(/:\w+/g, 'any')}`;
  const headers = {
    ...proof.headers,
    host: new URL(url).host,
    origin: ORIGIN,
    'content-type': 'application/json',
  };
  if (method === 'GET') return GET(new Request(url, { headers }));
  return POST(new Request(url, { method, headers, body: '{}' }));
}

function closedTo(person: Person | null, what: string): Asked {
  return { what, access: CLOSED, person, proof: person?.sessions.live ?? NO_PROOF, target: 'somewhere' };
}
