// A visitor of a service that keeps its visitors carries its seat, signed: nobody chooses a version by writing one.
// It says which hundredth of the visitors somebody belongs to, not who that is.
import { createHmac } from 'node:crypto';

/** `<seat>.<mac>`, for one service only; safe in a cookie. The same for everybody in the seat. */
export function seatTicket(key: Buffer, serviceId: string, seat: number): string {
  const mac = createHmac('sha256', key).update(`seat:${serviceId}:${seat}`).digest('base64url');
  return `${seat}.${mac}`;
}
