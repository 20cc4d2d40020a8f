import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';

/** Longer ones could not be counted exactly; 2^53 bytes are 9 PB. */
const MAX_LENGTH_DIGITS = 15;

/** A Content-Length: digits and nothing else (RFC 9110 §8.6); -1 where it is anything else. */
export function readLength(value: string): number {
  if (value.length === 0 || value.length > MAX_LENGTH_DIGITS) return -1;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return -1;
  }
  return Number(value);
}

/** What a head says of the length of its message, collected field by field. */
export class Framing {
  /** Bytes of the body; -1 where no Content-Length stands there. */
  length = -1;
  isChunked = false;

  /** Takes a Content-Length. A second one is refused even if it says the same (RFC 9112 §6.3). */
  addLength(value: string): WireProblem | undefined {
    if (this.length !== -1) return PROBLEMS.severalLengths;
    this.length = readLength(value);
    return this.length === -1 ? PROBLEMS.badLength : undefined;
  }

  /** Takes a Transfer-Encoding: chunked, once, and not in HTTP/1.0 (RFC 9112 §6.1). */
  addCoding(value: string, minor: number): WireProblem | undefined {
    if (this.isChunked || minor === 0 || value.toLowerCase() !== 'chunked') return PROBLEMS.badCoding;
    this.isChunked = true;
    return undefined;
  }

  check(): WireProblem | undefined {
    return this.isChunked && this.length !== -1 ? PROBLEMS.lengthAndCoding : undefined;
  }
}
