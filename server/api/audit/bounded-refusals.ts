import type { Db } from '#db/open.ts';
import { userNames } from '#db/stores/people.ts';
import { type Missed, OTHERS, RefusalMeter, WINDOW_MS } from '#server/api/audit/refusal-meter.ts';
import type { Actor } from '#server/commands/context.ts';
import { record } from '#server/commands/run-command.ts';
import { STRANGER } from '#server/domain/audit.ts';

type Meters = { strangers: RefusalMeter; people: RefusalMeter; timer: NodeJS.Timeout | undefined };

/** Next may load this module more than once in a process. */
const holder = globalThis as { cloudBerthRefusals?: Meters };

/** Whether a refusal is to be written down, or its number is enough. `personId` null: nobody is signed in. */
export function isToBeNoted(db: Db, personId: string | null, address: string | null): boolean {
  holder.cloudBerthRefusals ??= {
    strangers: new RefusalMeter({ each: 10, all: 60 }),
    people: new RefusalMeter({ each: 120, all: 1200 }),
    timer: undefined,
  };
  const meters = holder.cloudBerthRefusals;
  noteMissed(db, meters);
  const meter = personId === null ? meters.strangers : meters.people;
  if (meter.admit(personId ?? address ?? OTHERS, Date.now())) return true;
  tellLater(db, meters);
  return false;
}

/** The number is told when its minute is over, also where nobody is refused any more. */
function tellLater(db: Db, meters: Meters): void {
  meters.timer ??= setTimeout(() => {
    meters.timer = undefined;
    if (!db.$client.open) return;
    noteMissed(db, meters);
    if (meters.strangers.hasMissed || meters.people.hasMissed) tellLater(db, meters);
  }, WINDOW_MS).unref();
}

function noteMissed(db: Db, { strangers, people }: Meters): void {
  const now = Date.now();
  for (const missed of strangers.takeMissed(now)) {
    const address = missed.key === OTHERS ? null : missed.key;
    recordMissed(db, { ...STRANGER, origin: { ...ORIGIN, address } }, missed);
  }
  for (const missed of people.takeMissed(now)) {
    const name = userNames(db).get(missed.key) ?? '';
    recordMissed(db, { id: missed.key, name, origin: ORIGIN }, missed);
  }
}

const ORIGIN = { via: 'session', requestId: null, address: null, tokenId: null } as const;

function recordMissed(db: Db, actor: Actor, { count, fromMs }: Missed): void {
  const after = { count, from: new Date(fromMs).toISOString(), seconds: WINDOW_MS / 1000 };
  record({ db, actor, now: Date.now }, { kind: 'audit.refusals-counted', outcome: 'refused', after });
}
