import { BoundSocket } from 'node:net';
import { StartRefused } from '#server/supervisor/start-refused.ts';

/**
 * One socket for each gateway worker, all bound to the same port; a worker listens on its own, and so does the one that
 * replaces it. The kernel deals new connections out to them (SO_REUSEPORT). They are held open here and never accepted
 * from: what waits in a queue while its worker is replaced, or dead, is there for the next one (decision 017).
 * Throws {@link StartRefused} where the port cannot be had.
 */
export function openGatewaySockets(port: number, count: number): BoundSocket[] {
  const reusePort = count > 1;
  try {
    const first = boundTo(port, reusePort);
    const others = Array.from({ length: count - 1 }, () => boundTo(first.address().port, reusePort));
    return [first, ...others];
  } catch (error) {
    throw new StartRefused(messageOf(error as NodeJS.ErrnoException, port), { cause: error });
  }
}

/** On IPv6 and IPv4, or on IPv4 alone where the machine has no other. */
function boundTo(port: number, reusePort: boolean): BoundSocket {
  try {
    return new BoundSocket({ host: '::', port, reusePort });
  } catch (error) {
    if (!NO_IPV6.has(String((error as NodeJS.ErrnoException).code))) throw error;
    return new BoundSocket({ host: '0.0.0.0', port, reusePort });
  }
}

const NO_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL']);

function messageOf({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'ENOTSUP')
    return 'This system cannot share a port among several gateway workers. Set GATEWAY_WORKERS to 1.';
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Set GATEWAY_PORT to another port.`;
  if (code === 'EACCES') return `Port ${port} may not be used. Set GATEWAY_PORT to another port.`;
  return message;
}
