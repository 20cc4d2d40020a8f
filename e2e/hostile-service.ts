// A service that wants the console's sessions: real code, deployed as anybody's is.
import type { World } from '#e2e/world.ts';
import { deployed } from '#scripts/console-client.ts';
import type { PackageView } from '#server/api/views/package-view.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import { zipOf } from '#server/sources/test-archives.ts';

/** Tosses cookies with every answer, offers a worker for all of its host, and tells what cookies it was sent. */
const SERVER = `const seen = [];
const COOKIES = ['berth.session_token=evil', '=berth.session_token=evil', 'berth.session_token=evil; Path=/services',
  '__Host-berth.session_token=evil; Path=/; Secure', 'berth_locale=en; Domain=localhost', 'other=evil; Domain=localhost'];
require('node:http').createServer((request, response) => {
  seen.push(request.headers.cookie ?? '');
  response.setHeader('set-cookie', [...COOKIES, 'own=1']);
  response.setHeader('clear-site-data', '"cookies"');
  response.setHeader('service-worker-allowed', '/');
  if (request.url === '/seen') return response.end(JSON.stringify(seen));
  const isWorker = request.url === '/worker.js';
  response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
  response.end(isWorker ? "self.addEventListener('fetch', (e) => e.respondWith(new Response('taken')))" : '<h1>Win a prize</h1>');
}).listen(process.env.PORT);
`;

const MANIFEST = JSON.stringify({ name: 'hostile', scripts: { start: 'node server.js' } });

/** Deploys it with all the traffic of a new service; gives its address, without a slash at the end. */
export async function startHostileService(world: World, name: string): Promise<string> {
  const { client, environmentId } = world;
  const { serviceId } = await client.api.services.create.mutate({ environmentId, name });
  const source = {
    kind: 'package' as const,
    packageId: await upload(world, serviceId),
    fileName: 'hostile.zip',
  };
  const size = { cpu: 0.25, memoryGb: 0.5, initialDelaySeconds: 0 } as const;
  const spec = specInputSchema.parse({ source, ...size });
  const order = { serviceId, spec, trafficStrategy: 'full' as const, remark: '' };
  const { deploymentId } = await client.api.versions.deploy.mutate(order);
  await deployed(client, deploymentId);
  return new URL((await client.api.services.get.query({ serviceId })).url).origin;
}

async function upload({ client, installation }: World, serviceId: string): Promise<string> {
  const zip = zipOf({ name: 'package.json', data: MANIFEST }, { name: 'server.js', data: SERVER });
  const query = new URLSearchParams({ serviceId, fileName: 'hostile.zip', kind: 'zip' });
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const headers = { origin: installation.consoleUrl, cookie };
  const url = `${installation.consoleUrl}/api/uploads?${query}`;
  const answer = await fetch(url, { method: 'POST', body: new Uint8Array(zip), headers });
  const { packageId } = (await answer.json()) as PackageView;
  return packageId;
}
