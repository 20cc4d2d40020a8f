import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';

/** By RFC 9112 §6.3 a request has a body only where one of these fields says so. */
export function hasBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return coding !== undefined || (length !== undefined && Number(length) > 0);
}

/**
 * A request's body as a stream of its own, or null: an instance that answers early and stops reading must not take
 * the visitor's connection down with it. What it did not want is then read and thrown away.
 */
export function bodyOf(request: IncomingMessage): Readable | null {
  if (!hasBody(request)) return null;
  const body = request.pipe(new PassThrough());
  body.on('error', ignoreError);
  body.on('close', () => request.resume());
  return body;
}

function ignoreError(): void {
  // The exchange hears of it through its answer.
}
