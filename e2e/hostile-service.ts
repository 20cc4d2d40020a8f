// A service that wants the console's sessions: real code, deployed as anybody's is.
import { uploadCode } from '#e2e/upload-code.ts';
import type { World } from '#e2e/world.ts';
import { deployed } from '#scripts/console-client.ts';
import { specInputSchema } from '#server/domain/spec.ts';

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
  const source = await uploadCode(world, serviceId, { 'package.json': MANIFEST, 'server.js': SERVER });
  const size = { cpu: 0.25, memoryGb: 0.5, initialDelaySeconds: 0 } as const;
  const spec = specInputSchema.parse({ source, ...size });
  const order = { serviceId, spec, trafficStrategy: 'full' as const, remark: '' };
  const { deploymentId } = await client.api.versions.deploy.mutate(order);
  await deployed(client, deploymentId);
  return new URL((await client.api.services.get.query({ serviceId })).url).origin;
}
