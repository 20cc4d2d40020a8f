// `node server/gateway/main.ts`: one gateway worker, until SIGTERM or SIGINT. Prints `gateway ready on <port>`.
// With `--socket <file descriptor>` it listens on a socket that it was given instead of GATEWAY_PORT.
import { parseArgs } from 'node:util';
import { startGateway } from '#server/gateway/gateway.ts';
import { readSettings } from '#server/settings.ts';

try {
  const settings = readSettings();
  const { values } = parseArgs({ options: { socket: { type: 'string' } } });
  const socket = values.socket === undefined ? undefined : Number(values.socket);
  const gateway = await startGateway({
    ...settings,
    port: settings.gatewayPort,
    tlsPort: settings.tlsPort === 0 ? undefined : settings.tlsPort,
    socket,
  });
  console.log(`gateway ready on ${gateway.port}`);
  await askedToStop();
  const cutRequests = await gateway.stop();
  if (cutRequests > 0) console.error(`${cutRequests} requests were cut off at the deadline.`);
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** The listeners stay: a second Ctrl-C must not cut short what the first one finishes. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
    // It is for the one who starts new workers; a worker that is told goes on.
    process.on('SIGHUP', () => {});
  });
}

function explain(error: unknown): unknown {
  const { code, port } = error as { code?: string; port?: number };
  const setting = port === readSettings().tlsPort ? 'GATEWAY_TLS_PORT' : 'GATEWAY_PORT';
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Set ${setting} to another port.`;
  if (code === 'EACCES') return `Port ${port} may not be used. Set ${setting} to another port.`;
  return error instanceof Error && code === undefined ? error.message : error;
}
