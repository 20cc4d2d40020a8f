import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { classify } from '#scripts/rights/answers.ts';
import { furnish, type Objects } from '#scripts/rights/installation.ts';
import { send } from '#scripts/rights/procedure-walk.ts';
import { MISSING_PARTS, type Parts, SECOND_IDS, type SecondId } from '#scripts/rights/second-ids.ts';
import { undone } from '#scripts/rights/undone.ts';
import { personOf, prepareWalk, type Walked } from '#scripts/rights/walked.ts';
import { closeConsole } from '#server/api/console-state.ts';

let data: TemporaryData;
let walked: Walked;
/** Another service of the same environment. */
let beside: Objects;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  walked = await prepareWalk();
  beside = furnish(walked.objects.here.environmentId, 'beside');
});

after(() => {
  closeConsole();
  data[Symbol.dispose]();
});

/** The whole answer, with the part's id taken out of it. `owner` may do it here and there, and still not across. */
async function answer({ path, part, input }: SecondId, parts: Parts, name: string): Promise<string> {
  const proof = personOf(walked, name).sessions.live;
  const sent = () => send(path, input(walked.objects.here, parts), proof);
  const { text } = await undone(async () => classify(await sent()));
  return text.replaceAll(parts[part], '<id>');
}

for (const [index, second] of SECOND_IDS.entries()) {
  const { path, part, of } = second;
  test(`${index}: ${path} answers a ${part} of another ${of} as one that does not exist`, async () => {
    const { here, there } = walked.objects;
    const foreign = of === 'service' ? [there, beside] : [there];
    for (const name of ['ops', 'owner']) {
      const missing = await answer(second, MISSING_PARTS, name);
      assert.notEqual(await answer(second, here, name), missing, 'its own');
      for (const parts of foreign) assert.equal(await answer(second, parts, name), missing, name);
    }
  });
}

for (const [path, field, table] of [
  ['account.revokeSession', 'sessionId', 'session where expires_at > 1'],
  ['tokens.revoke', 'tokenId', 'api_tokens where revoked_at is null'],
] as const) {
  test(`${path} answers a ${field} of another person as one that does not exist`, async () => {
    const { sessions } = personOf(walked, 'ops');
    const end = async (id: string) => {
      const sent = async () => classify(await send(path, { [field]: id }, sessions.live));
      return (await undone(sent)).text;
    };
    const missing = await end('tok-none');
    for (const name of ['tester', 'owner']) assert.equal(await end(idOfPerson(table, name)), missing);
    assert.notEqual(await end(idOfPerson(table, 'ops')), missing);
  });
}

function idOfPerson(rows: string, name: string): string {
  const select = data.db.$client.prepare(`select id from ${rows} and user_id = ?`).pluck();
  return String(select.get(personOf(walked, name).id));
}

test('an event of an environment that one may not see is answered as one that does not exist', async () => {
  const { here, there } = walked.objects;
  const { sessions } = personOf(walked, 'ops');
  const read = async (path: string, input: object) =>
    (await classify(await send(path, input, sessions.live))).text;
  const eventOf = data.db.$client.prepare('select max(id) from events where environment_id = ?').pluck();
  const missing = await read('audit.get', { eventId: 1e9 });
  assert.equal(await read('audit.get', { eventId: eventOf.get(there.environmentId) }), missing);
  assert.notEqual(await read('audit.get', { eventId: eventOf.get(here.environmentId) }), missing);
  const none = await read('audit.list', { environmentId: 'env-0000000000' });
  assert.equal(await read('audit.list', { environmentId: there.environmentId }), none);
  assert.equal(await read('audit.list', { serviceId: there.serviceId }), none);
  assert.notEqual(await read('audit.list', { environmentId: here.environmentId }), none);
});
