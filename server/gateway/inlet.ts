import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { giveBuffer, SHARED_BUFFER, takeBuffer } from '#server/gateway/read-buffers.ts';

/**
 * The bytes of a visitor's connection. Node reads an accepted socket into new memory each time, 64 KiB of it, and takes
 * no other order from its public interface; a socket that is made again around the same handle reads to where we say
 * (docs/decisions/018-data-plane.md). Where there is no such handle, as with TLS, the bytes are new.
 */
export class Inlet {
  readonly socket: Socket;
  #ownBuffer: Buffer | undefined;

  /** `onBytes` hears of bytes that are good until it returns; see {@link isFleeting} and {@link owns}. */
  constructor(accepted: Socket, onBytes: (bytes: Buffer) => void) {
    const handle = handleOf(accepted);
    if (handle) this.socket = madeAgain(accepted, handle, this.#reading(onBytes));
    else this.socket = accepted.on('data', onBytes);
  }

  /** Whether the next read of any connection writes to where these bytes lie. */
  isFleeting(bytes: Buffer): boolean {
    return bytes.buffer === SHARED_BUFFER.buffer;
  }

  /** Whether these bytes stay as they are until this connection reads on. */
  owns(bytes: Buffer): boolean {
    return bytes.buffer === this.#ownBuffer?.buffer;
  }

  /** From the next read on, until the connection closes: the socket may read to it at any time. */
  takeOwnBuffer(): void {
    this.#ownBuffer ??= takeBuffer();
  }

  /** The socket is closed. */
  close(): void {
    if (this.#ownBuffer) giveBuffer(this.#ownBuffer);
    this.#ownBuffer = undefined;
  }

  #reading(onBytes: (bytes: Buffer) => void): OnReadOpts {
    return {
      buffer: () => this.#ownBuffer ?? SHARED_BUFFER,
      callback: (size, buffer) => {
        onBytes((buffer as Buffer).subarray(0, size));
        return true;
      },
    };
  }
}

type Handle = object;
type WithHandle = { _handle?: Handle | null };

/** Only what listens with `pauseOnConnect` gives sockets that have read nothing yet. */
function handleOf(accepted: Socket): Handle | null {
  return accepted.isPaused() ? ((accepted as WithHandle)._handle ?? null) : null;
}

function madeAgain(accepted: Socket, handle: Handle, onread: OnReadOpts): Socket {
  (accepted as WithHandle)._handle = null;
  // The server forgets it, whose connections are counted by the listener.
  accepted.destroy();
  return new Socket({ handle, onread, allowHalfOpen: true } as SocketConstructorOpts);
}
