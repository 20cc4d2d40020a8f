// For tests only: the API as a person with a role, on the data folder of this process.
import type { Db } from '#db/open.ts';
import { insertGrant } from '#db/stores/people.ts';
import type { Role } from '#server/domain/rights.ts';

export type TestCaller = Awaited<ReturnType<typeof signedIn>>;

/**
 * Signs somebody up and in; the role is for one environment, or for all of them. What it needs is loaded now: the
 * console reads DATA_DIR once, and tests set it before.
 */
export async function signedIn(db: Db, role: Role, environmentId: string | null = null) {
  const { consoleState } = await import('#server/api/console-state.ts');
  const { createCaller } = await import('#server/api/init.ts');
  const { appRouter } = await import('#server/api/router.ts');
  const { commandContext, createContext } = await import('#server/api/context.ts');
  const console = consoleState();
  const { headers, response } = await console.auth.api.signUpEmail({
    body: { email: `${role}@example.com`, password: 'correct horse battery', name: role },
    returnHeaders: true,
  });
  insertGrant(db, { userId: response.user.id, environmentId, role, createdAt: 1 });
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const context = await createContext(new Headers({ cookie }), new Headers());
  return { api: createCaller(appRouter)(context), cookie, command: commandContext(console, response.user) };
}
