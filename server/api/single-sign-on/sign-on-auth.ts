// better-auth with the one identity provider that owners have set: made for this, beside the one for passwords, and
// made anew when the setting changes. Both write the same sessions. It does not know our second factor: that is the
// provider's task (decision 022).
import type { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import type { Db } from '#db/open.ts';
import { isAddressOfInvitation } from '#db/stores/links.ts';
import { listGivenGrants } from '#db/stores/members.ts';
import { addressOf } from '#server/api/address.ts';
import { sharedOptions } from '#server/api/auth.ts';
import { discoveryUrl } from '#server/api/single-sign-on/fetch-discovery.ts';
import { readProviderPerson } from '#server/api/single-sign-on/provider-person.ts';
import type { SingleSignOn } from '#server/domain/access.ts';
import {
  callbackUrl,
  type Discovery,
  SIGN_ON_PROVIDER,
  SIGN_ON_SESSION_MS,
} from '#server/domain/single-sign-on.ts';

/** One way back from the provider. */
export type SigningOn = {
  /** As the provider told them last. */
  groups: readonly string[];
  /** Before there is a session: what throws here lets nobody in. */
  follow: (userId: string, groups: readonly string[]) => void;
  /** `token` is the new session's. */
  tell: (userId: string, token: string) => void;
};

export type SignOnParts = {
  db: Db;
  key: Buffer;
  consoleUrl: string;
  setting: SingleSignOn;
  /** Opened; null for a public client. */
  clientSecret: string | null;
  discovery: Discovery;
  signingOn: AsyncLocalStorage<SigningOn>;
};

export type SignOnAuth = ReturnType<typeof createSignOnAuth>;

export function createSignOnAuth(parts: SignOnParts) {
  const { db, key, consoleUrl, signingOn } = parts;
  return betterAuth({
    ...sharedOptions(db, key, consoleUrl),
    baseURL: consoleUrl, // The provider knows one callback address, whatever name a request came by.
    onAPIError: { errorURL: `${consoleUrl}/sign-in` },
    plugins: [genericOAuth({ config: [providerOf(parts)] })],
    session: { expiresIn: SIGN_ON_SESSION_MS / 1000, disableSessionRefresh: true },
    account: { accountLinking: { requireLocalEmailVerified: false } }, // validateUserInfo asks for more.
    user: { validateUserInfo: (given) => refuseUnknown(db, given) },
    databaseHooks: {
      account: {
        create: { before: async (account) => ({ data: withoutTokens(account) }) },
        update: { before: async (account) => ({ data: withoutTokens(account) }) },
      },
      session: {
        create: {
          before: async (session, endpoint) => {
            const store = signingOn.getStore();
            if (!store) throw new Error('a sign-on outside of a request');
            store.follow(session.userId, store.groups);
            const ipAddress = endpoint?.headers ? (addressOf(endpoint.headers) ?? '') : '';
            return { data: { ...session, ipAddress } };
          },
          after: async ({ userId, token }) => signingOn.getStore()?.tell(userId, token),
        },
      },
    },
    rateLimit: { enabled: false }, // answer-sign-on.ts counts with everything else that a stranger asks.
  });
}

/**
 * An address that the provider has checked leads to the account with that address where an owner said that it is this
 * person's: by an invitation that names it, or by being an owner. Any other address is only what somebody typed, who
 * may wait with a password for the rights of whom it belongs to.
 */
async function refuseUnknown(
  db: Db,
  { user, source }: { user: { id?: string }; source: { action: string } },
): Promise<{ error: string } | undefined> {
  if (source.action !== 'link-account') return undefined;
  if (user.id && (isOwner(db, user.id) || isAddressOfInvitation(db, user.id))) return undefined;
  return { error: 'sign_on_account_exists' };
}

function isOwner(db: Db, userId: string): boolean {
  return listGivenGrants(db, userId).some(({ role }) => role === 'owner');
}

/** The console asks the provider nothing in the person's name, so that it keeps nothing to do so with. */
function withoutTokens<Row extends object>(row: Row) {
  return { ...row, accessToken: null, refreshToken: null, idToken: null };
}

function providerOf({ consoleUrl, setting, clientSecret, discovery, signingOn }: SignOnParts) {
  const { issuer, clientId, groupsClaim } = setting;
  return {
    providerId: SIGN_ON_PROVIDER,
    discoveryUrl: discoveryUrl(issuer),
    requireIdTokenVerification: true,
    authorizationUrl: discovery.authorization_endpoint,
    tokenUrl: discovery.token_endpoint,
    redirectURI: callbackUrl(consoleUrl),
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    clientId,
    ...authentication(clientSecret, discovery),
    // Only both together tell somebody (OpenID Connect Core §5.7): another provider's people are others.
    accountSubject: ({ profile }: { profile: Record<string, unknown> }) => `${profile.iss} ${profile.sub}`,
    getUserInfo: async (tokens: { idToken?: string; accessToken?: string }) => {
      const source = { issuer, userInfoUrl: discovery.userinfo_endpoint, groupsClaim };
      const person = await readProviderPerson(tokens, source);
      const store = signingOn.getStore();
      if (person && store) store.groups = person.groups;
      return person && { ...person };
    },
  };
}

/** `client_secret_basic` is what a client has that was registered without a word on it (Discovery 1.0 §3). */
function authentication(clientSecret: string | null, discovery: Discovery) {
  if (clientSecret === null) return { tokenEndpointAuth: { method: 'none' as const } };
  const known = discovery.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const isBasic = known.includes('client_secret_basic');
  return { clientSecret, authentication: isBasic ? ('basic' as const) : ('post' as const) };
}
