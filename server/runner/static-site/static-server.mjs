// Serves the files of one folder, for static sites without a server of their own.
//   node static-server.mjs <folder>      PORT from the environment, 80 by default
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

const root = await realpath(process.argv[2] ?? '.');
const port = Number(process.env.PORT ?? 80);

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(port, () => console.log(`static site ${root} on port ${port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeIdleConnections();
});

async function answer(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Method not allowed');
  const found = await find(placeOf(request.url));
  if (found?.redirect) return response.writeHead(301, { location: found.redirect }).end();
  if (found) return send(request, response, 200, found);
  const page = await find('/404.html');
  return page ? send(request, response, 404, page) : refuse(response, 404, 'Not found');
}

/** The path of the address, without its query; null where it is not one, or leads to hidden files. */
function placeOf(url) {
  try {
    const place = decodeURIComponent(url.split('?', 1)[0]);
    return place.includes('\0') || place.split('/').some((part) => part.startsWith('.')) ? null : place;
  } catch {
    return null; // A broken escape.
  }
}

/** A file below the root, links followed only where they stay in it. */
async function find(place) {
  if (place === null) return null;
  const wanted = path.join(root, place);
  const file = await realpath(wanted).catch(() => null);
  if (file === null || (file !== root && !file.startsWith(`${root}${path.sep}`))) return null;
  const facts = await stat(file);
  if (!facts.isDirectory()) return facts.isFile() ? { file, facts } : null;
  if (place.endsWith('/')) return find(`${place}index.html`);
  return (await find(`${place}/index.html`)) && { redirect: `${encodeURI(place).replace(/^\/+/, '/')}/` };
}

async function send(request, response, status, { file, facts }) {
  const tag = `"${facts.size.toString(36)}-${Math.floor(facts.mtimeMs).toString(36)}"`;
  const headers = { etag: tag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  if (status === 200 && request.headers['if-none-match'] === tag)
    return response.writeHead(304, headers).end();
  const type = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': facts.size });
  if (request.method === 'HEAD') return response.end();
  return pipeline(createReadStream(file), response);
}

function refuse(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
