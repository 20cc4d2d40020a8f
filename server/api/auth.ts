// Sessions by better-auth: e-mail and password, HttpOnly SameSite cookies, rows in berth.db.
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Db } from '#db/open.ts';
import * as schema from '#db/schema/people.ts';

export const MIN_PASSWORD_LENGTH = 10;

export type Auth = ReturnType<typeof createAuth>;

/**
 * Sign-up is closed over HTTP: the first owner is made by setup.createOwner. Any host name may lead to the console;
 * that a write comes from a page of that very host is checked before (origin.ts).
 */
export function createAuth(db: Db, key: Buffer, consoleUrl: string) {
  return betterAuth({
    baseURL: { allowedHosts: ['*'], fallback: consoleUrl },
    appName: 'CloudBerth',
    secret: key.toString('hex'),
    database: drizzleAdapter(db, { provider: 'sqlite', schema }),
    emailAndPassword: { enabled: true, minPasswordLength: MIN_PASSWORD_LENGTH, maxPasswordLength: 256 },
    disabledPaths: ['/sign-up/email'],
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    advanced: { cookiePrefix: 'berth', useSecureCookies: false },
    telemetry: { enabled: false },
  });
}
