// The walk over the route handlers of app/ that are no procedures.
import { globSync } from 'node:fs';
import path from 'node:path';
import { classify, SameRefusals } from '#scripts/rights/answers.ts';
import type { Asked, Cell } from '#scripts/rights/cell.ts';
import { expectedOf } from '#scripts/rights/expected.ts';
import { NO_PROOF } from '#scripts/rights/people.ts';
import { questionsOf } from '#scripts/rights/questions.ts';
import { undone } from '#scripts/rights/undone.ts';
import { idOf, personOf, type Walked } from '#scripts/rights/walked.ts';
import type { Access } from '#server/api/rights-table.ts';
import { ROUTES_TABLE } from '#server/api/routes-table.ts';

const APP = path.resolve(import.meta.dirname, '../../app');
const ORIGIN = 'http://console.test';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const OPEN: Access = { right: 'anyone', object: 'none' };

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** `GET /visit/[versionId]` → its handler, of all that app/ has. */
export async function findRoutes(): Promise<Map<string, Handler>> {
  const routes = new Map<string, Handler>();
  for (const file of globSync('**/route.ts', { cwd: APP }).toSorted()) {
    const module: Record<string, Handler> = await import(path.join(APP, file));
    for (const method of METHODS) {
      const handler = module[method];
      if (handler) routes.set(`${method} /${path.dirname(file)}`, handler);
    }
  }
  return routes;
}

/** What has a walk of its own, behind a route, is left to that. */
export async function walkRoutes(walked: Walked): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const [route, handler] of await findRoutes()) {
    const access = ROUTES_TABLE[route];
    if (access === 'open') cells.push(...(await walkOpenRoute(walked, route, handler)));
    if (typeof access === 'object') cells.push(...(await walkRoute(walked, route, access, handler)));
  }
  return cells;
}

/** The same for nobody, for somebody, and for who brings a token that is dead: it looks at none of them. */
async function walkOpenRoute(walked: Walked, what: string, handler: Handler): Promise<Cell[]> {
  const { sessions, tokens } = personOf(walked, 'owner');
  const cells: Cell[] = [];
  for (const proof of [NO_PROOF, sessions.live, tokens.revoked]) {
    const asked: Asked = { what, access: OPEN, person: null, proof, target: 'somewhere' };
    const { got } = await classify(await askRoute(walked, asked, handler));
    cells.push({ ...asked, expected: 'pass', got });
  }
  return cells;
}

async function walkRoute(walked: Walked, route: string, access: Access, handler: Handler): Promise<Cell[]> {
  const refusals = new SameRefusals();
  const cells: Cell[] = [];
  for (const asked of questionsOf(route, access, walked.people)) {
    const answer = await undone(async () => classify(await askRoute(walked, asked, handler)));
    const got = isSignInPage(answer.text) ? refusalBySignIn(asked) : answer.got;
    cells.push({
      ...asked,
      expected: expectedOf(asked),
      got: refusals.told(asked.target, { ...answer, got }),
    });
  }
  return cells;
}

/** The object's id stands in the path where the route has a place for it, else in the query. */
function askRoute(
  walked: Walked,
  { what, access, target, proof }: Asked,
  handler: Handler,
): Promise<Response> {
  const [method = 'GET', pattern = '/'] = what.split(' ');
  const ids = { ...idOf(walked, access.object, target), ...PARTS[what] };
  const url = new URL(
    pattern.replace(/\[(\w+)\]/g, (_, name) => ids[name] ?? ''),
    ORIGIN,
  );
  for (const [name, id] of Object.entries({ ...ids, ...INPUTS[what] })) url.searchParams.set(name, id);
  const headers = { ...proof.headers, host: url.host, origin: ORIGIN };
  const body = method === 'POST' ? 'neither zip nor tar' : null;
  return handler(new Request(url, { method, headers, body }), { params: Promise.resolve(ids) });
}

/** What a path names that is no object. */
const PARTS: Record<string, Record<string, string>> = { 'GET /samples/[file]': { file: 'node.zip' } };

/** What a route wants to be told besides. */
const INPUTS: Record<string, Record<string, string>> = {
  'GET /api/audit-export': { format: 'jsonl' },
  'POST /api/uploads': { fileName: 'a.zip', kind: 'zip' },
};

/** Who is not signed in, or not any more, is led to where one signs in. */
function isSignInPage(answer: string): boolean {
  return answer.includes('["location","/sign-in?');
}

function refusalBySignIn({ proof }: Asked): Cell['expected'] {
  return proof.scope ? 'token_invalid' : 'not_signed_in';
}
