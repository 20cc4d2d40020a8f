// The route handlers of app/api behind a real socket, without Next: for tests that speak HTTP to the API and need no
// page. What is imported reads DATA_DIR once, so set it before.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';

type Handler = (request: Request) => Promise<Response>;

export type ApiServer = AsyncDisposable & { url: string };

export async function startApiServer(): Promise<ApiServer> {
  const routes = await loadRoutes();
  const server = createServer((incoming, outgoing) => void answer(routes, incoming, outgoing));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `GET /api/uploads` → its handler; a procedure's name is the rest of the path. */
async function loadRoutes(): Promise<(method: string, path: string) => Handler | undefined> {
  const [trpc, uploads, document] = await Promise.all([
    import('#app/api/trpc/[trpc]/route.ts'),
    import('#app/api/uploads/route.ts'),
    import('#app/api/openapi.json/route.ts'),
  ]);
  const known: Record<string, Handler> = {
    'GET /api/trpc': trpc.GET,
    'POST /api/trpc': trpc.POST,
    'POST /api/uploads': uploads.POST,
    'GET /api/openapi.json': document.GET,
  };
  return (method, path) => known[`${method} ${path.replace(/^(\/api\/trpc)\/.*/, '$1')}`];
}

async function answer(
  routes: (method: string, path: string) => Handler | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const target = new URL(url, `http://${headers.host}`);
  const handler = routes(method, target.pathname);
  if (!handler) return void outgoing.writeHead(404).end();
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const response = await handler(
    new Request(target, {
      method,
      headers: new Headers(headers as Record<string, string>),
      body: hasBody ? (Readable.toWeb(incoming) as unknown as ReadableStream) : null,
      duplex: 'half',
      signal: gone.signal,
    } as RequestInit),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) return void outgoing.end();
  Readable.fromWeb(response.body as NodeStream)
    .on('error', () => outgoing.destroy())
    .pipe(outgoing);
}
