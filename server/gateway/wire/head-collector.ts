import { CR, LF } from '#server/gateway/wire/characters.ts';
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';

/** Bytes of a head, first line and empty line included. */
export const MAX_HEAD = 64 * 1024;
const EMPTY_LINE = Buffer.from('\r\n\r\n');

/** The text of a head (Latin-1, with its empty line) and where in the last bytes its message goes on. */
export type Collected = { kind: 'head'; text: string; end: number };

/** Puts heads together that come in pieces. Looks at every byte once, however small the pieces are. */
export class HeadCollector {
  #pending: Buffer[] | undefined;
  #size = 0;
  /** The last three bytes of what is pending, where the end may have begun. */
  #tail = '';

  /** Whether the beginning of a head is waiting for its rest. */
  get hasBegun(): boolean {
    return this.#size > 0;
  }

  /** The head, undefined while its end is still to come, or why there will be none. */
  take(bytes: Buffer, from: number, to: number): Collected | WireProblem | undefined {
    if (this.#size === 0) return this.#takeWhole(bytes, from, to);
    const end = this.#endAcross(bytes, from, to);
    if (end === -1) return this.#keep(bytes, from, to);
    const text = Buffer.concat([...(this.#pending ?? []), bytes.subarray(from, end)]).toString('latin1');
    this.#forget();
    return text.length > MAX_HEAD ? PROBLEMS.headTooLarge : { kind: 'head', text, end };
  }

  #takeWhole(bytes: Buffer, from: number, to: number): Collected | WireProblem | undefined {
    const found = bytes.indexOf(EMPTY_LINE, from);
    if (found === -1 || found + 4 > to) return this.#keep(bytes, from, to);
    if (found + 4 - from > MAX_HEAD) return PROBLEMS.headTooLarge;
    return { kind: 'head', text: bytes.toString('latin1', from, found + 4), end: found + 4 };
  }

  /** Where the head ends if its empty line lies across what is pending and what is new, or in what is new. */
  #endAcross(bytes: Buffer, from: number, to: number): number {
    const joint = this.#tail + bytes.toString('latin1', from, Math.min(to, from + 3));
    const across = joint.indexOf('\r\n\r\n');
    if (across !== -1) return from + across + 4 - this.#tail.length;
    const found = bytes.indexOf(EMPTY_LINE, from);
    return found === -1 || found + 4 > to ? -1 : found + 4;
  }

  #keep(bytes: Buffer, from: number, to: number): WireProblem | undefined {
    const previous = this.#tail.length > 0 ? this.#tail.charCodeAt(this.#tail.length - 1) : 0;
    if (hasBareLineEnd(bytes, from, to, previous)) return PROBLEMS.badLineEnd;
    this.#size += to - from;
    if (this.#size > MAX_HEAD) return PROBLEMS.headTooLarge;
    // A copy: the bytes may lie in a buffer that the next read writes to.
    this.#pending ??= [];
    this.#pending.push(Buffer.from(bytes.subarray(from, to)));
    this.#tail = (this.#tail + bytes.toString('latin1', Math.max(from, to - 3), to)).slice(-3);
    return undefined;
  }

  #forget(): void {
    this.#pending = undefined;
    this.#size = 0;
    this.#tail = '';
  }
}

/** Such a head would never end; nobody should wait for it. */
function hasBareLineEnd(bytes: Buffer, from: number, to: number, previous: number): boolean {
  let before = previous;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === LF ? before !== CR : before === CR) return true;
    before = byte;
  }
  return false;
}
