import assert from 'node:assert/strict';
import { test } from 'node:test';
import { searchServices, searchVersions } from '#db/stores/search.ts';
import { listServices } from '#db/stores/services.ts';
import { temporaryData } from '#db/temporary.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

test('a search takes every character as it is, and no case as another', () => {
  using data = temporaryData();
  const ctx: CommandContext = { db: data.db, actor: SYSTEM, now: Date.now, randomText, seal: (text) => text };
  const { id: environmentId } = createEnvironment(ctx, { alias: 'test', region: 'sh' });
  const spec = versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
  for (const [index, remark] of ['100% 满意', 'a_b \\ C', "it's"].entries()) {
    const name = `shop${index}`;
    const service = createService(ctx, { environmentId, name, remark });
    deployVersion(ctx, service, { spec, trafficStrategy: 'keep-zero', remark });
  }
  const found = (text: string) => [
    listServices(data.db, environmentId, text).length,
    searchServices(data.db, [environmentId], text, 8).length,
    searchVersions(data.db, [environmentId], text, 8).length,
  ];
  for (const text of ['%', '_', '\\', "'", 'A_B', '满', '100% 满意'])
    assert.deepEqual(found(text), [1, 1, 1], text);
  assert.deepEqual(found('0_0'), [0, 0, 0]);
  assert.deepEqual(found('shop'), [3, 3, 3]);
});
