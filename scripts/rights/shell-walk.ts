// The walk over webshells, through the deployer's own WebSocket: a ticket that the console gives opens a shell in that
// instance once, for who may operate it; what is forged, used, too old, another's by now or from another page opens none.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { WebSocket } from 'ws';
import { insertShellTicket } from '#db/stores/shell.ts';
import type { Asked, Cell, Got, Target } from '#scripts/rights/cell.ts';
import { expectedOf } from '#scripts/rights/expected.ts';
import { NO_PROOF, type Person } from '#scripts/rights/people.ts';
import { send } from '#scripts/rights/procedure-walk.ts';
import { idOf, personOf, type Walked } from '#scripts/rights/walked.ts';
import { consoleState } from '#server/api/console-state.ts';
import type { Access } from '#server/api/rights-table.ts';
import { ShellServer } from '#server/deployer/shell/shell-server.ts';
import { shellNewsSchema } from '#server/domain/shell-protocol.ts';
import { tokenHash } from '#server/keys/token-hash.ts';
import type { Shells } from '#server/runner/port.ts';

const OPEN: Access = { right: 'operate', object: 'version' };
/** For the deployer a live ticket is what a session is for the console. */
const TICKET: Access = { right: 'signed-in', object: 'none' };
const TARGETS: readonly Target[] = ['here', 'there', 'missing'];
const CONSOLE = 'http://console.test';
const HOUR_MS = 3_600_000;

/** Who gets this far may do anything in the instance: what it is does not matter here. */
const SHELLS: Shells = {
  async open() {
    const stream = new PassThrough();
    const end = async () => void stream.destroy();
    return { stream, end, resize: async () => {}, exitCode: async () => 0 };
  },
  async endLeft() {},
};

export async function walkShells(walked: Walked): Promise<Cell[]> {
  const server = openServer();
  try {
    const cells: Cell[] = [];
    for (const person of [null, ...walked.people]) {
      for (const target of TARGETS) cells.push(await byTicket(walked, server, person, target));
    }
    for (const made of madeTickets(walked)) cells.push(await byHand(server, made));
    return cells;
  } finally {
    await server.close();
  }
}

function openServer(): ShellServer {
  const settings = { port: 0, url: null, consoleOrigin: CONSOLE };
  const context = { settings, consolePort: 80, idleMs: HOUR_MS, onError: console.error };
  const server = new ShellServer({ ...context, db: consoleState().db, shells: SHELLS });
  server.listen(0);
  return server;
}

/** Asks for a ticket as this person, then goes with it as nobody. */
async function byTicket(
  walked: Walked,
  server: ShellServer,
  person: Person | null,
  target: Target,
): Promise<Cell> {
  const proof = person?.sessions.live ?? NO_PROOF;
  const asked: Asked = { what: 'webshell by ticket', access: OPEN, person, proof, target };
  const input = { ...idOf(walked, 'version', target), instanceId: instanceOf(walked, target) };
  const { result, error } = await (await send('shell.open', input, proof)).json();
  const got = error ? error.data.problem.code : await present(server, result.data.ticket);
  return { ...asked, expected: expectedOf(asked), got };
}

type Made = { name: string; ticket: string; isLive: boolean; origin?: string };

/** What somebody might try; only the first is good, and only the first time. */
function madeTickets(walked: Walked): Made[] {
  const ticket = (name: string, changes: Partial<Parameters<typeof insertShellTicket>[1]> = {}) => {
    const now = Date.now();
    const { id, sessionId } = ownerOf(walked);
    const row = { instanceId: instanceOf(walked, 'here'), personId: id, credentialId: sessionId };
    const times = { createdAt: now, expiresAt: now + HOUR_MS };
    insertShellTicket(consoleState().db, { hash: tokenHash(name), ...row, ...times, ...changes });
    return { name, ticket: name, isLive: false };
  };
  const good = { ...ticket('ticket'), isLive: true };
  return [
    good,
    { ...good, name: 'used ticket', isLive: false },
    ticket('expired ticket', { expiresAt: 1 }),
    ticket('ticket of a session that ended', { credentialId: 'ended' }),
    ticket('ticket of another person', { personId: personOf(walked, 'stranger').id }),
    { name: 'forged ticket', ticket: 'a'.repeat(40), isLive: false },
    { ...ticket('ticket on a page of a service'), origin: 'http://web.test' },
  ];
}

async function byHand(server: ShellServer, { name, ticket, isLive, origin }: Made): Promise<Cell> {
  const proof = { ...NO_PROOF, name, isLive };
  const asked: Asked = { what: 'webshell', access: TICKET, person: null, proof, target: 'here' };
  const got = await present(server, ticket, origin);
  return { ...asked, expected: expectedOf(asked), got: got === 'not_found' ? 'not_signed_in' : got };
}

/** Goes with a ticket to the deployer, as a page of this origin. */
async function present(server: ShellServer, ticket: string, origin = CONSOLE): Promise<Got> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}`, { origin });
  const refused = new Promise<Got>((resolve) =>
    socket.once('unexpected-response', (_, { statusCode }) =>
      resolve(statusCode === 403 ? 'not_signed_in' : `${statusCode}`),
    ),
  );
  socket.on('error', () => {}); // Of a socket that is left while it connects.
  socket.on('open', () => socket.send(JSON.stringify({ kind: 'open', ticket, columns: 80, rows: 24 })));
  const answered = once(socket, 'message').then(([message]) => meaningOf(String(message)));
  const got = await Promise.race([refused, answered]);
  socket.terminate();
  return got;
}

function meaningOf(message: string): Got {
  const news = shellNewsSchema.parse(JSON.parse(message));
  if (news.kind === 'opened') return 'pass';
  if (news.kind !== 'refused') return news.kind;
  return news.code === 'shell_ticket_dead' ? 'not_signed_in' : news.code;
}

function instanceOf({ objects }: Walked, target: Target): string {
  return target === 'here' || target === 'there' ? objects[target].instanceId : 'ins-0000000000';
}

function ownerOf(walked: Walked): { id: string; sessionId: string } {
  const { id } = personOf(walked, 'owner');
  const row = consoleState()
    .db.$client.prepare('select id from session where user_id = ? and expires_at > 1')
    .get(id) as { id: string };
  return { id, sessionId: row.id };
}
