import net from 'node:net';
import type { TestContext } from 'node:test';
import type { RawMessage } from '#server/gateway/protocol/raw-message.ts';
import { RawPeer } from '#server/gateway/protocol/raw-peer.ts';
import { listening, until } from '#server/gateway/test-gateway.ts';

/** A connection that the gateway opened to an instance. */
export class RawConnection extends RawPeer {
  request(): Promise<RawMessage> {
    return this.take('request');
  }
}

/** An instance whose bytes a test writes by hand, or that gives each whole request a prepared answer. */
export class RawInstance {
  readonly port: number;
  /** Every connection that was ever opened, in that order. */
  readonly connections: RawConnection[];

  constructor(port: number, connections: RawConnection[]) {
    this.port = port;
    this.connections = connections;
  }

  /** Waits for a connection, by its number from 0. */
  async connection(index = 0): Promise<RawConnection> {
    await until(() => this.connections.length > index);
    return this.connections[index] as RawConnection;
  }

  /** All that ever came, on all connections. */
  get heard(): string {
    return this.connections.map((connection) => connection.heard).join('');
  }

  /** `method target` of everything that reads like a request line, wherever it stood. */
  get requestLines(): string[] {
    return [...this.heard.matchAll(/(?<=^|\n)(\S+ \S+) HTTP\/1\.\d\r\n/g)].map(([, line]) => line ?? '');
  }
}

/** What an instance answers to a whole request; undefined says nothing. */
export type Reply = (request: RawMessage, connection: RawConnection) => string | undefined;

/** Starts an instance; it ends with the test. Without `reply` the test answers by hand. */
export async function rawInstance(t: TestContext, reply?: Reply): Promise<RawInstance> {
  const connections: RawConnection[] = [];
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = new RawConnection(socket);
    connections.push(connection);
    if (reply) void answerAll(connection, reply);
  });
  const port = await listening(t, server, () => {
    for (const { socket } of connections) socket.destroy();
  });
  return new RawInstance(port, connections);
}

async function answerAll(connection: RawConnection, reply: Reply): Promise<void> {
  try {
    for (;;) {
      const answer = reply(await connection.request(), connection);
      if (answer !== undefined) connection.send(answer);
    }
  } catch {
    connection.socket.end(); // Ended, or something that is no request: `heard` tells the test.
  }
}

/** An answer with its length. */
export function answerOf(body: string, fields: string[] = [], status = '200 OK'): string {
  return `${[`HTTP/1.1 ${status}`, `content-length: ${body.length}`, ...fields].join('\r\n')}\r\n\r\n${body}`;
}
