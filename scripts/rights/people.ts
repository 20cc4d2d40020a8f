// Who walks: a person for every role, and for every person each proof of being it, good ones and bad ones.
import { createHmac, randomUUID } from 'node:crypto';
import { apiTokens } from '#db/schema/access.ts';
import { insertAccount } from '#db/stores/accounts.ts';
import { insertGrant } from '#db/stores/people.ts';
import { consoleState } from '#server/api/console-state.ts';
import { randomText } from '#server/commands/random-text.ts';
import { RIGHTS, type Right, type Role } from '#server/domain/rights.ts';
import { tokenPrefix, tokenText } from '#server/domain/token-text.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

/** Two environments: most people have a role in the one, and nothing in the other. */
export type Place = 'here' | 'there';

export type Proof = {
  name: string;
  isLive: boolean;
  /** What the request carries. */
  headers: Record<string, string>;
  /** Of a token; null for a session, and for none. `places` null: wherever its person may. */
  scope: { rights: readonly Right[]; places: readonly Place[] | null } | null;
};

export type Person = {
  id: string;
  name: string;
  grants: readonly { place: Place | 'everywhere'; role: Role }[];
  sessions: Record<'live' | 'expired' | 'revoked', Proof>;
  tokens: Record<'whole' | 'elsewhere' | 'expired' | 'revoked', Proof>;
  /** A token of all rights but this one. */
  tokensWithout: Record<Right, Proof>;
};

export const NO_PROOF: Proof = { name: 'no session', isLive: false, headers: {}, scope: null };

const HOUR_MS = 3_600_000;
const ALL_RIGHTS = Object.keys(RIGHTS) as Right[];

const CAST: [name: string, grants: Person['grants']][] = [
  ['owner', [{ place: 'everywhere', role: 'owner' }]],
  ['ops', [{ place: 'here', role: 'ops' }]],
  ['product', [{ place: 'here', role: 'product' }]],
  ['tester', [{ place: 'here', role: 'tester' }]],
  // A role in the one environment must not count in the other.
  [
    'tester here, ops there',
    [
      { place: 'here', role: 'tester' },
      { place: 'there', role: 'ops' },
    ],
  ],
  ['stranger', []],
];

/** One of each. `environments` by place. */
export async function castOf(environments: Record<Place, string>): Promise<Person[]> {
  const people: Person[] = [];
  for (const [name, grants] of CAST) people.push(await makePerson(name, grants, environments));
  return people;
}

export async function makePerson(
  name: string,
  grants: Person['grants'],
  environments: Record<Place, string>,
): Promise<Person> {
  const { db } = consoleState();
  const id = randomUUID();
  insertAccount(db, { id, name, email: `${id}@example.com`, passwordHash: 'matches none', at: Date.now() });
  for (const { place, role } of grants) {
    const environmentId = place === 'everywhere' ? null : environments[place];
    insertGrant(db, { userId: id, environmentId, role, createdAt: 1 });
  }
  return { id, name, grants, sessions: await sessionsOf(id), ...tokensOf(id, environments) };
}

/** Made as a sign-in makes them, but for the password: 18 of its slow hashes would be most of the walk. */
async function sessionsOf(userId: string): Promise<Person['sessions']> {
  return {
    live: await sessionProof(userId, 'session'),
    expired: await sessionProof(
      userId,
      'expired session',
      'update session set expires_at = 1 where token = ?',
    ),
    revoked: await sessionProof(userId, 'revoked session', 'delete from session where token = ?'),
  };
}

async function sessionProof(userId: string, name: string, end?: string): Promise<Proof> {
  const { auth, db } = consoleState();
  const { internalAdapter, authCookies, secret } = await auth.$context;
  const { token } = await internalAdapter.createSession(userId);
  if (end) db.$client.prepare(end).run(token);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  const cookie = `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
  return { name, isLive: end === undefined, headers: { cookie }, scope: null };
}

function tokensOf(
  userId: string,
  environments: Record<Place, string>,
): Pick<Person, 'tokens' | 'tokensWithout'> {
  const make = (name: string, changes: Partial<TokenFacts> = {}) =>
    tokenProof(userId, environments, { name, rights: ALL_RIGHTS, places: null, ...changes });
  const without = ALL_RIGHTS.map((left) => {
    const rights = ALL_RIGHTS.filter((right) => right !== left);
    return [left, make(`token without ${left}`, { rights })] as const;
  });
  return {
    tokens: {
      whole: make('token'),
      elsewhere: make('token for there', { places: ['there'] }),
      expired: make('expired token', { expiresAt: Date.now() - HOUR_MS }),
      revoked: make('revoked token', { revokedAt: Date.now() - HOUR_MS }),
    },
    tokensWithout: Object.fromEntries(without) as Record<Right, Proof>,
  };
}

type TokenFacts = {
  name: string;
  rights: Right[];
  places: Place[] | null;
  expiresAt?: number;
  revokedAt?: number;
};

function tokenProof(userId: string, environments: Record<Place, string>, facts: TokenFacts): Proof {
  const { name, rights, places, expiresAt = null, revokedAt = null } = facts;
  const token = tokenText(randomText(32));
  const row = {
    id: `tok-${randomUUID()}`,
    ...{ userId, name, rights, expiresAt, revokedAt },
    prefix: tokenPrefix(token),
    secretHash: tokenHash(token),
    environmentIds: places?.map((place) => environments[place]) ?? null,
    createdAt: Date.now() - 2 * HOUR_MS,
  };
  consoleState().db.insert(apiTokens).values(row).run();
  const isLive = expiresAt === null && revokedAt === null;
  return { name, isLive, headers: { authorization: `Bearer ${token}` }, scope: { rights, places } };
}
