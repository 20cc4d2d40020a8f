// For tests only: a browser before the console's API, with its cookies, over the very handler that serves HTTP.
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';

export type Answer<Data = unknown> = {
  status: number;
  headers: Headers;
  data: Data;
  /** What was refused; undefined where nothing was. */
  problem:
    | { code: string; params: Record<string, unknown>; issues: { path: unknown[]; code: string }[] }
    | undefined;
};

type Browser = { address?: string; userAgent?: string };

/** What it needs is loaded now: the console reads DATA_DIR once, and tests set it before. */
export async function openBrowser({ address = '192.0.2.1', userAgent = 'test' }: Browser = {}) {
  const { appRouter } = await import('#server/api/router.ts');
  const { createContext } = await import('#server/api/context.ts');
  const cookies = new Map<string, string>();

  async function send<Data>(method: 'GET' | 'POST', path: string, input?: unknown): Promise<Answer<Data>> {
    const url = new URL(`http://console.test/api/trpc/${path}`);
    if (method === 'GET' && input !== undefined) url.searchParams.set('input', JSON.stringify(input));
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'application/json',
      'x-forwarded-for': address,
      'user-agent': userAgent,
    };
    const body = method === 'POST' ? JSON.stringify(input ?? {}) : null;
    const response = await fetchRequestHandler({
      endpoint: '/api/trpc',
      req: new Request(url, { method, headers, body }),
      router: appRouter,
      createContext: ({ req, resHeaders }) => createContext(req.headers, resHeaders),
    });
    keepCookies(cookies, response.headers);
    const answer = JSON.parse(await response.text());
    const { status } = response;
    const problem = answer.error?.data.problem ?? undefined;
    return { status, headers: response.headers, data: answer.result?.data as Data, problem };
  }

  return {
    cookies,
    ask: <Data>(path: string, input?: unknown) => send<Data>('GET', path, input),
    tell: <Data>(path: string, input?: unknown) => send<Data>('POST', path, input),
  };
}

function keepCookies(cookies: Map<string, string>, headers: Headers): void {
  for (const line of headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0\b/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }
}
