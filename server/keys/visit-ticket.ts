// Test addresses are not public: who may open one carries a ticket that the console signed and the gateway checks.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type VisitTicket = {
  versionId: string;
  /** Epoch ms. */
  expiresAt: number;
};

/** `<versionId>.<expiresAt>.<mac>`, safe in a URL and in a cookie. */
export function signVisitTicket(key: Buffer, ticket: VisitTicket): string {
  const body = `${ticket.versionId}.${ticket.expiresAt}`;
  return `${body}.${mac(key, body)}`;
}

/** The ticket, or undefined where it is malformed, forged or past its time. */
export function readVisitTicket(key: Buffer, text: string, now: number): VisitTicket | undefined {
  const [versionId, expiresText, given, ...rest] = text.split('.');
  if (!versionId || !expiresText || !given || rest.length > 0) return undefined;
  const expiresAt = Number(expiresText);
  if (!Number.isSafeInteger(expiresAt) || expiresAt <= now) return undefined;
  const wanted = Buffer.from(mac(key, `${versionId}.${expiresText}`));
  const seen = Buffer.from(given);
  if (wanted.length !== seen.length || !timingSafeEqual(wanted, seen)) return undefined;
  return { versionId, expiresAt };
}

function mac(key: Buffer, body: string): string {
  return createHmac('sha256', key).update(`visit:${body}`).digest('base64url');
}
