// The walk over test addresses, through a real gateway: a ticket that /visit or a share link gives opens that version
// and no other; what is forged, too old or another's opens nothing.
import { GET } from '#app/visit/[versionId]/route.ts';
import type { Asked, Cell, Got, Target } from '#scripts/rights/cell.ts';
import { expectedOf } from '#scripts/rights/expected.ts';
import { NO_PROOF, type Person } from '#scripts/rights/people.ts';
import { askProcedure } from '#scripts/rights/procedure-walk.ts';
import { idOf, type Walked } from '#scripts/rights/walked.ts';
import { openGateway, type WalkedGateway } from '#scripts/rights/walked-gateway.ts';
import { consoleState } from '#server/api/console-state.ts';
import type { Access } from '#server/api/rights-table.ts';
import { serviceUrl, testHostLabel } from '#server/domain/naming.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';

const VISIT: Access = { right: 'visit', object: 'version' };
/** For the gateway a live ticket is what a session is for the console. */
const TICKET: Access = { right: 'signed-in', object: 'none' };
const TARGETS: readonly Target[] = ['here', 'there', 'missing'];
const HOUR_MS = 3_600_000;

export async function walkAddresses(walked: Walked): Promise<Cell[]> {
  await using gateway = await openGateway(walked);
  const cells: Cell[] = [];
  for (const person of [null, ...walked.people]) {
    for (const target of TARGETS) {
      cells.push(await byTicket(walked, gateway, person, target, 'visit'));
      cells.push(await byTicket(walked, gateway, person, target, 'share'));
    }
  }
  for (const [name, ticket] of ticketsOf(walked)) cells.push(await byHand(walked, gateway, name, ticket));
  return cells;
}

/** Asks for a ticket as this person, then goes with it as nobody. */
async function byTicket(
  walked: Walked,
  gateway: WalkedGateway,
  person: Person | null,
  target: Target,
  way: 'visit' | 'share',
): Promise<Cell> {
  const proof = person?.sessions.live ?? NO_PROOF;
  const asked = { what: `versions.${way}`, access: VISIT, person, proof, target };
  const url = await (way === 'visit' ? visitUrl(walked, asked) : shareUrl(walked, asked));
  const cell = { ...asked, what: `test address by ${way}`, expected: expectedOf(asked) };
  if (typeof url === 'string') return { ...cell, got: url };
  return { ...cell, got: await follow(gateway, url, versionOf(walked, target)) };
}

async function visitUrl(walked: Walked, { proof, target }: Asked): Promise<URL | Got> {
  const params = { versionId: versionOf(walked, target) };
  const request = new Request(`http://console.test/visit/${params.versionId}`, { headers: proof.headers });
  const { status, headers } = await GET(request, { params: Promise.resolve(params) });
  const location = headers.get('location') ?? '';
  if (status === 404) return 'not_found';
  return location.startsWith('/sign-in?') ? 'not_signed_in' : new URL(location);
}

async function shareUrl(walked: Walked, asked: Asked): Promise<URL | Got> {
  const { result, error } = await (await askProcedure(walked, asked)).json();
  return error ? error.data.problem.code : new URL(result.data.url);
}

/** The ticket moves from the URL into a cookie of that host. */
async function follow(gateway: WalkedGateway, url: URL, versionId: string): Promise<Got> {
  const moved = await gateway.visit(url);
  if (moved.statusCode !== 302) return moved.statusCode === 401 ? 'not_signed_in' : `${moved.statusCode}`;
  const cookie = moved.headers['set-cookie']?.[0]?.split(';')[0];
  const { statusCode, headers } = await gateway.visit(new URL(moved.headers.location ?? '/', url), cookie);
  const reached = headers['x-cloudberth-version'];
  return statusCode === 200 && reached === versionId ? 'pass' : `${statusCode} of ${reached}`;
}

/** What somebody might try at the address of the first version here; only the first is good. */
function ticketsOf({ objects }: Walked): [name: string, ticket: string][] {
  const { here, there } = objects;
  const { visitKey } = consoleState();
  const sign = (versionId: string, forMs = HOUR_MS, key = visitKey) =>
    signVisitTicket(key, { versionId, expiresAt: Date.now() + forMs });
  return [
    ['ticket', sign(here.versionId)],
    ['expired ticket', sign(here.versionId, -1)],
    ['forged ticket', sign(here.versionId, HOUR_MS, Buffer.alloc(32))],
    ['ticket with a later end', sign(here.versionId, -1).replace(/\.\d+\./, `.${Date.now() + HOUR_MS}.`)],
    ['ticket of another version', sign(here.otherVersionId)],
    ['ticket of another environment', sign(there.versionId)],
    ['no ticket', ''],
  ];
}

async function byHand(walked: Walked, gateway: WalkedGateway, name: string, ticket: string): Promise<Cell> {
  const proof = { ...NO_PROOF, name, isLive: name === 'ticket' };
  const asked: Asked = { what: 'test address', access: TICKET, person: null, proof, target: 'here' };
  const { service, versionId } = walked.objects.here;
  const url = new URL(serviceUrl(testHostLabel(service.host, 1), consoleState().settings));
  url.searchParams.set('__berth_ticket', ticket);
  return { ...asked, expected: expectedOf(asked), got: await follow(gateway, url, versionId) };
}

function versionOf(walked: Walked, target: Target): string {
  return idOf(walked, 'version', target).versionId ?? '';
}
