// Where bytes of visitors and instances are read to. Most heads and answers fit into one read and are used up in the same tick: for them one
// buffer is shared by all connections of the worker. A connection that carries much data at once gets one of its own
// for as long, so that its bytes can be written on as they lie.

/** Bytes of one read. */
export const READ_SIZE = 64 * 1024;
const KEPT = 64;
/** A connection that brings so much in one read, or is going to bring so much, reads to a buffer of its own. */
export const BULK_PIECE = 32 * 1024;
export const BULK_BODY = 256 * 1024;

export const SHARED_BUFFER = Buffer.allocUnsafeSlow(READ_SIZE);
const free: Buffer[] = [];

export function takeBuffer(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(READ_SIZE);
}

export function giveBuffer(buffer: Buffer): void {
  if (free.length < KEPT) free.push(buffer);
}
