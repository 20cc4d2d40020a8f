import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { specInputSchema } from '#server/domain/spec.ts';

const data = temporaryData();
process.env.DATA_DIR = data.dataDir;
const { closeConsole, consoleState } = await import('#server/api/console-state.ts');
const owner: TestCaller = await signedIn(consoleState().db, 'owner');
after(() => {
  closeConsole();
  data[Symbol.dispose]();
});

const HOSTILE = [
  '/',
  '\\',
  '.',
  '..',
  '@',
  ':',
  '?',
  '#',
  '%2f',
  '%5c',
  '\t',
  '\n',
  '\0',
  '／',
  '。',
  'evil.test',
  '__berth_ticket=x',
  '&',
  'http:',
  '\u202e',
  'a',
];

test('a ticket for a test address goes to that address alone, whatever path is asked for', async () => {
  const { id } = createEnvironment(owner.command, { alias: 'test', region: 'sh' });
  const service = createService(owner.command, { environmentId: id, name: 'shop', remark: '' });
  const spec = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
  const { versionId } = deployVersion(owner.command, service, {
    spec,
    trafficStrategy: 'keep-zero',
    remark: '',
  });
  const { url } = await owner.api.versions.visit({ versionId });
  const { origin } = new URL(url);
  const mixture = fc.array(fc.constantFrom(...HOSTILE), { maxLength: 8 }).map((pieces) => pieces.join(''));
  const asked = fc.asyncProperty(
    fc.oneof(
      mixture,
      mixture.map((text) => `/${text}`),
    ),
    async (path) => {
      const answer = await owner.api.versions.visit({ versionId, path }).catch(() => undefined);
      if (answer === undefined) return;
      assert.equal(new URL(answer.url).origin, origin);
      assert.ok(answer.url.startsWith(`${origin}/`));
    },
  );
  await fc.assert(asked, { numRuns: 200 });
});
