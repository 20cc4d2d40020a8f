// What an answer means for the walk, and whether two refusals can be told apart.

import { type Got, REFUSALS, type Target } from '#scripts/rights/cell.ts';
import { eventsOf } from '#scripts/rights/events.ts';

export type Answer = {
  got: Got;
  /** All of it that somebody sees, but the request's id. */
  text: string;
};

const STATUS: Record<string, number> = {
  not_signed_in: 401,
  token_invalid: 401,
  session_needed: 403,
  not_found: 404,
};

/** Of a stream by its first message. */
export async function classify(response: Response): Promise<Answer> {
  const isStream = response.headers.get('content-type')?.includes('event-stream') ?? false;
  const body = isStream ? await firstMessage(response) : await response.text();
  const headers = [...response.headers].filter(([name]) => name !== 'x-request-id');
  const got = isStream ? meaningOfEvent(body) : meaningOf(response.status, body);
  return { got, text: JSON.stringify([response.status, headers, body]) };
}

/** A stream is refused by a message, which has a status of its own. */
export function meaningOfEvent(event: string): Got {
  return meaningOf(Number(/"httpStatus":(\d+)/.exec(event)?.[1] ?? 200), event);
}

function meaningOf(status: number, body: string): Got {
  const code = /"code":"([a-z_]+)"/.exec(body)?.[1] ?? (status === 404 ? 'not_found' : undefined);
  const refusal = REFUSALS.find((known) => known === code);
  if (refusal) return STATUS[refusal] === status ? refusal : `${refusal} as ${status}`;
  if (status === 429 || status >= 500) return `${status} ${body.slice(0, 300)}`;
  return status < 400 || code ? 'pass' : `${status} ${body.slice(0, 300)}`;
}

async function firstMessage(response: Response): Promise<string> {
  for await (const event of eventsOf(response)) return event;
  return '';
}

/** Not granted and not existing have to be one answer, letter for letter: else it tells which ids there are. */
export class SameRefusals {
  #missing: string | undefined;

  /** What was got; where it can be told from the refusals of the same procedure before, it says that. */
  told(target: Target, { got, text }: Answer): Got {
    if (got !== 'not_found') return got;
    this.#missing ??= text;
    return text === this.#missing ? got : `not_found that can be told apart (${target}): ${text}`;
  }
}
