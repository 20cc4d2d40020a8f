// Who listens where, as Linux tells it in /proc/<pid>/net/tcp and tcp6 (proc(5)).
import { readdir, readFile, readlink } from 'node:fs/promises';

export type ListeningSocket = { port: number; isLoopbackOnly: boolean; inode: string };

const LISTEN_STATE = '0A';
/** Where Docker's own name server listens inside every container of a user network. */
const DOCKER_NAME_SERVER = '0B00007F';

/** Listening TCP sockets of the network that the process sees; null where /proc does not tell. */
export async function listeningSockets(pid: number): Promise<ListeningSocket[] | null> {
  try {
    const tables = await Promise.all(
      ['tcp', 'tcp6'].map((name) =>
        readFile(`/proc/${pid}/net/${name}`, 'utf8').catch((error: NodeJS.ErrnoException) => {
          if (name === 'tcp6' && error.code === 'ENOENT') return ''; // IPv6 is switched off.
          throw error;
        }),
      ),
    );
    return tables.flatMap(parseTable);
  } catch {
    return null; // No /proc, the process is gone, or it may not be looked at: unknown in each case.
  }
}

/** Inodes of the sockets that a process has open; empty where it is gone. */
export async function socketInodes(pid: number): Promise<Set<string>> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const targets = await Promise.all(
    descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')),
  );
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

/** One entry for each port: loopback only where no socket on it is open to others. */
export function portsOf(sockets: ListeningSocket[]): { port: number; isLoopbackOnly: boolean }[] {
  const ports = new Map<number, boolean>();
  for (const { port, isLoopbackOnly } of sockets) {
    ports.set(port, isLoopbackOnly && (ports.get(port) ?? true));
  }
  return [...ports]
    .map(([port, isLoopbackOnly]) => ({ port, isLoopbackOnly }))
    .sort((a, b) => a.port - b.port);
}

function parseTable(table: string): ListeningSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const columns = line.trim().split(/\s+/);
      const [address, port] = columns[1]?.split(':') ?? [];
      if (!address || !port || columns[3] !== LISTEN_STATE || address === DOCKER_NAME_SERVER) return [];
      return [
        { port: Number.parseInt(port, 16), isLoopbackOnly: isLoopback(address), inode: columns[9] ?? '' },
      ];
    });
}

/** 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104, each 32-bit word in the machine's (little-endian) order. */
function isLoopback(hex: string): boolean {
  if (hex.length === 8) return hex.endsWith('7F');
  return hex === '00000000000000000000000001000000' || /^0{16}FFFF0000.{6}7F$/.test(hex);
}
