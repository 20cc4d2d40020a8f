// Streams outlive the moment in which a right was found: each is opened by somebody who may, and has to end once the
// grant, the session or the token is gone.
import { meaningOfEvent } from '#scripts/rights/answers.ts';
import type { Asked, Cell, Got } from '#scripts/rights/cell.ts';
import { eventsOf } from '#scripts/rights/events.ts';
import { expectedOf } from '#scripts/rights/expected.ts';
import { makePerson, type Person, type Proof } from '#scripts/rights/people.ts';
import { askProcedure, kindOf } from '#scripts/rights/procedure-walk.ts';
import { targetsOf } from '#scripts/rights/questions.ts';
import type { Walked } from '#scripts/rights/walked.ts';
import { consoleState } from '#server/api/console-state.ts';
import { type Access, RIGHTS_TABLE } from '#server/api/rights-table.ts';

/** A stream that never ends is found by this. That it takes 2 s at most is for a browser's test to say. */
const END_MS = 20_000;

type Loss = { name: string; proof(person: Person): Proof; sql: string; leaves: 'proof' | 'nothing' };

/** `sql` takes the person's id. */
const LOSSES: Loss[] = [
  {
    name: 'grant taken away',
    proof: ({ sessions }) => sessions.live,
    sql: 'delete from grants where user_id = ?',
    leaves: 'proof',
  },
  {
    name: 'session ended',
    proof: ({ sessions }) => sessions.live,
    sql: 'delete from session where user_id = ?',
    leaves: 'nothing',
  },
  {
    name: 'token revoked',
    proof: ({ tokens }) => tokens.whole,
    sql: 'update api_tokens set revoked_at = 1 where user_id = ?',
    leaves: 'nothing',
  },
  {
    name: 'account removed',
    proof: ({ sessions }) => sessions.live,
    sql: 'delete from user where id = ?',
    leaves: 'nothing',
  },
];

export async function walkStreams(walked: Walked): Promise<Cell[]> {
  const streams = Object.entries<Access>(RIGHTS_TABLE).filter(([path]) => kindOf(path) === 'subscription');
  const cells = streams.flatMap(([path, access]) =>
    LOSSES.map((loss) => walkStream(walked, path, access, loss)),
  );
  return (await Promise.all(cells)).filter((cell) => cell !== null);
}

/** Null where the loss takes nothing that this stream needs. */
async function walkStream(walked: Walked, what: string, access: Access, loss: Loss): Promise<Cell | null> {
  const { here, there } = walked.objects;
  const environments = { here: here.environmentId, there: there.environmentId };
  const person = await makePerson('tester', [{ place: 'here', role: 'tester' }], environments);
  const opened = {
    what,
    access,
    person,
    proof: loss.proof(person),
    target: targetsOf(access)[0] ?? 'somewhere',
  };
  const left = afterLoss(opened, loss);
  const expected = expectedOf(left);
  if (expected === 'pass') return null;
  return { ...left, expected, got: await lose(walked, opened, loss) };
}

function afterLoss(opened: Asked, { name, leaves }: Loss): Asked {
  const person = opened.person && { ...opened.person, grants: [] };
  return { ...opened, person, proof: { ...opened.proof, name, isLive: leaves === 'proof' } };
}

/** The last thing the stream says before it ends. */
async function lose(walked: Walked, opened: Asked, { sql }: Loss): Promise<Got> {
  const leaving = AbortSignal.timeout(END_MS);
  const response = await askProcedure(walked, opened, leaving);
  let last: Got = 'closed without a word';
  try {
    let isLost = false;
    for await (const event of eventsOf(response)) {
      last = meaningOfEvent(event);
      if (isLost) continue;
      consoleState().db.$client.prepare(sql).run(opened.person?.id);
      isLost = true;
    }
  } catch (error) {
    if (!leaving.aborted) throw error;
  }
  return leaving.aborted ? `still open after ${END_MS} ms` : last;
}
