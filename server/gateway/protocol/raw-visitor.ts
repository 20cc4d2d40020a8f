import { once } from 'node:events';
import net from 'node:net';
import type { TestContext } from 'node:test';
import type { RawMessage } from '#server/gateway/protocol/raw-message.ts';
import { RawPeer } from '#server/gateway/protocol/raw-peer.ts';
import { WEB_HOST } from '#server/gateway/test-gateway.ts';

/** A visitor who writes and reads the bytes of one connection by hand. */
export class RawVisitor extends RawPeer {
  /** The next answer, 1xx ones included. */
  answer(): Promise<RawMessage> {
    return this.take('answer');
  }

  answerToHead(): Promise<RawMessage> {
    return this.take('answer-to-head');
  }
}

/** Connects to a gateway; the connection is cut when the test ends. */
export async function visitorOf(t: TestContext, { port }: { port: number }): Promise<RawVisitor> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  await once(socket, 'connect');
  t.after(() => socket.destroy());
  return new RawVisitor(socket);
}

/** Connects, sends, and gives the whole conversation once the gateway has closed. */
export async function tell(t: TestContext, gateway: { port: number }, bytes: string): Promise<RawVisitor> {
  const visitor = await visitorOf(t, gateway);
  visitor.send(bytes);
  await visitor.ended();
  return visitor;
}

/** A request to the service `web`: its line without version, further field lines, and the bytes of its body. */
export function requestOf(line: string, fields: string[] = [], body = '', version = '1.1'): string {
  return `${[`${line} HTTP/${version}`, `host: ${WEB_HOST}`, ...fields].join('\r\n')}\r\n\r\n${body}`;
}

/** A text as one chunk and the last one. */
export function chunksOf(body: string, trailers: string[] = []): string {
  const chunk = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`;
  return `${chunk}0\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`;
}
