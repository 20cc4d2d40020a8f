// Sessions by better-auth: rows in berth.db, HttpOnly SameSite host-only cookies. Its own HTTP paths stay closed but
// for those of identity providers (auth/open-paths.ts): signing in and everything about one's account are procedures
// like all others, so that lockout, rights and audit have one way in to watch (decision 021).
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { twoFactor } from 'better-auth/plugins';
import type { Db } from '#db/open.ts';
import * as schema from '#db/schema/people.ts';
import { addressOf } from '#server/api/address.ts';
import { makeRecoveryCodes } from '#server/api/auth/recovery-codes.ts';

const PRODUCT = 'CloudBerth';
/** From signing in, however much it is used. */
const SESSION_SECONDS = 7 * 24 * 3600;
/** Time to fetch the phone, between password and second factor. */
const CHALLENGE_SECONDS = 10 * 60;

export type Auth = ReturnType<typeof createAuth>;

/**
 * Any host name may lead to the console; that a write comes from a page of that very host is checked before
 * (origin.ts). Passwords are checked by {@link requireGoodPassword}; the bounds here only keep hashing short.
 */
export function createAuth(db: Db, key: Buffer, consoleUrl: string) {
  return betterAuth({
    ...sharedOptions(db, key, consoleUrl),
    baseURL: { allowedHosts: ['*'], fallback: consoleUrl },
    emailAndPassword: { enabled: true, minPasswordLength: 1, maxPasswordLength: 1024 },
    plugins: [
      twoFactor({
        issuer: PRODUCT,
        twoFactorCookieMaxAge: CHALLENGE_SECONDS,
        accountLockout: { enabled: false }, // auth/attempt.ts counts for password and second factor together.
        backupCodeOptions: { customBackupCodesGenerate: makeRecoveryCodes },
      }),
    ],
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    databaseHooks: {
      session: {
        create: {
          before: async (session, ctx) => ({
            data: { ...session, ipAddress: ctx?.headers ? (addressOf(ctx.headers) ?? '') : '' },
          }),
        },
      },
    },
    rateLimit: { enabled: true, storage: 'memory', window: 60, max: 60 },
  });
}

/** What is the same for signing in by password and by an identity provider: accounts, sessions, cookies. */
export function sharedOptions(db: Db, key: Buffer, consoleUrl: string) {
  return {
    appName: PRODUCT,
    secret: key.toString('hex'),
    database: drizzleAdapter(db, { provider: 'sqlite', schema }),
    advanced: { ...cookieNames(consoleUrl), useSecureCookies: false },
    logger: { level: 'error', disableColors: true },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions;
}

/** Behind TLS a cookie that no other host, nor plain HTTP, can have set: RFC 6265bis §4.1.3.2, `__Host-`. */
function cookieNames(consoleUrl: string) {
  if (!consoleUrl.startsWith('https:')) return { cookiePrefix: 'berth' };
  return { cookiePrefix: '__Host-berth', defaultCookieAttributes: { secure: true } };
}
