import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports on which nothing listened a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    const address = server.address();
    if (address && typeof address !== 'string') ports.push(address.port);
  }
  for (const server of servers) server.close();
  return ports;
}
