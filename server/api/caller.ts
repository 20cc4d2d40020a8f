import { headers } from 'next/headers';
import { createContext } from '#server/api/context.ts';
import { createCaller } from '#server/api/init.ts';
import { appRouter } from '#server/api/router.ts';

const callerOf = createCaller(appRouter);

/** The API for server components: same procedures, same rights, no HTTP. */
export async function getServerCaller() {
  return callerOf(await createContext(new Headers(await headers()), new Headers()));
}
