import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below every system's range for outgoing connections, which could take a port before its process listens. */
const FIRST_PORT = 20_000;
const PORT_COUNT = 10_000;

let next = randomInt(PORT_COUNT);

/** A port that nothing listens on and that is not in `taken`. No port is given twice until all were given. */
export async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < PORT_COUNT; tries += 1) {
    const port = FIRST_PORT + next;
    next = (next + 1) % PORT_COUNT;
    if (!taken.has(port) && (await canListen(port))) return port;
  }
  throw new Error(`No port between ${FIRST_PORT} and ${FIRST_PORT + PORT_COUNT - 1} is free`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
