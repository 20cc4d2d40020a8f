import type { MatchableRequest } from '#server/domain/request-match.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { SEATS_TO_GIVE, seatingOf } from '#server/domain/visitor-seats.ts';
import type { Choice, Chosen } from '#server/gateway/choice.ts';
import type { Turns } from '#server/gateway/turns.ts';
import { seatTicket } from '#server/keys/seat-ticket.ts';

export const SEAT_COOKIE = '__berth_visitor';

/** As long as browsers keep a cookie at all (RFC 6265bis §5.5): 400 days. */
const MAX_AGE_SECONDS = 400 * 24 * 3600;

/**
 * 会话保持: whoever has a seat goes to the version it belongs to. Whoever has none is given one, of the version whose
 * turn it is, so that the split is as exact as without; the seats of a version are given out in turn.
 */
export class Seating implements Choice {
  readonly #key: string;
  readonly #turns: Turns;
  readonly #versionOf: readonly string[];
  readonly #sign: (seat: number) => string;
  #seats: SeatPlan | undefined;

  constructor(routes: ServiceRoutes, turns: Turns, key: Buffer) {
    this.#key = keyOf(routes);
    this.#turns = turns;
    this.#versionOf = seatingOf(routes.seats ?? []);
    this.#sign = (seat) => seatTicket(key, routes.serviceId, seat);
  }

  isFor(routes: ServiceRoutes): boolean {
    return this.#key === keyOf(routes);
  }

  /** The version for the next request; undefined without shares. */
  take({ cookies }: MatchableRequest): Chosen | undefined {
    // Signed with the first request: thousands of services are loaded at once.
    this.#seats ??= new SeatPlan(this.#versionOf, this.#sign);
    return this.#seats.find(cookies) ?? this.#seats.give(this.#turns.take());
  }
}

/** Documents are built in one order of keys. */
function keyOf({ traffic, seats }: ServiceRoutes): string {
  return JSON.stringify([traffic, seats]);
}

/** All seats with their tickets, so that a request costs one look into a table. */
class SeatPlan {
  readonly #byTicket = new Map<string, Chosen>();
  readonly #byVersion = new Map<string, { seats: Chosen[]; next: number }>();

  constructor(versionOf: readonly string[], sign: (seat: number) => string) {
    for (const seat of SEATS_TO_GIVE) {
      const versionId = versionOf[seat];
      if (versionId !== undefined) this.#add(versionId, sign(seat));
    }
  }

  /** A ticket that is not in the table is forged, or another service's. */
  find(cookies: string): Chosen | undefined {
    if (!cookies.includes(SEAT_COOKIE)) return undefined;
    for (const cookie of cookies.split(';')) {
      const [name, ticket = ''] = cookie.trim().split('=', 2);
      const chosen = name === SEAT_COOKIE ? this.#byTicket.get(ticket) : undefined;
      if (chosen) return chosen;
    }
    return undefined;
  }

  /** The next seat of the version that was chosen. */
  give(chosen: Chosen | undefined): Chosen | undefined {
    const row = chosen && this.#byVersion.get(chosen.versionId);
    if (!row) return chosen;
    const given = row.seats[row.next];
    row.next = (row.next + 1) % row.seats.length;
    return given;
  }

  #add(versionId: string, ticket: string): void {
    this.#byTicket.set(ticket, { versionId, rule: 'sticky' });
    const row = this.#byVersion.get(versionId) ?? { seats: [], next: 0 };
    row.seats.push({ versionId, rule: 'percent', cookie: cookieOf(ticket) });
    this.#byVersion.set(versionId, row);
  }
}

function cookieOf(ticket: string): string {
  return `${SEAT_COOKIE}=${ticket}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${MAX_AGE_SECONDS}`;
}
