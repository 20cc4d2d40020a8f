// Codes of an authenticator: RFC 6238 with SHA-1, 30 s and six digits, which is what all of them can do.
import { createHmac, timingSafeEqual } from 'node:crypto';

const PERIOD_MS = 30_000;
const DIGITS = 6;

/** The code that a device with this secret shows at `at`, epoch ms. */
export function totpCode(secret: Buffer, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / PERIOD_MS)));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15; // Dynamic truncation, RFC 4226 §5.3.
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** Also half a minute early or late, as clocks differ (RFC 6238 §5.2). */
export function isTotpCode(secret: Buffer, code: string, now: number): boolean {
  const given = Buffer.from(code);
  return [-PERIOD_MS, 0, PERIOD_MS].some((shift) => {
    const wanted = Buffer.from(totpCode(secret, now + shift));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}
