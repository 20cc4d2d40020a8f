import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeSetting } from '#db/stores/installation-settings.ts';
import { SEALED_HOLDERS } from '#db/stores/sealed-values.ts';
import { temporaryData } from '#db/temporary.ts';
import { DEFAULT_SETTINGS } from '#server/domain/access.ts';

/** Of the schema; what is in a JSON column is named by the type of the setting. */
const KNOWN_COLUMNS = ['certificates.sealed_key', 'secrets.sealed'];

test('every column that holds a sealed value is known to whoever replaces the key', () => {
  using data = temporaryData();
  const columns = data.db.$client
    .prepare(
      `select m.name || '.' || c.name as place from sqlite_schema m join pragma_table_info(m.name) c
       where m.type = 'table' and c.name like '%sealed%' order by place`,
    )
    .pluck()
    .all();
  assert.deepEqual(columns, KNOWN_COLUMNS);
  assert.equal(SEALED_HOLDERS.length, KNOWN_COLUMNS.length + 1, 'and the setting singleSignOn');
});

test("the identity provider's secret is found in its setting, and replaced without touching the rest", () => {
  using data = temporaryData();
  const setting = {
    isEnabled: true,
    label: 'SSO',
    issuer: 'https://id.example.com',
    clientId: 'console',
    sealedClientSecret: 'sealed',
    groupsClaim: 'groups',
    groupRoles: [],
  };
  writeSetting(data.db, 'singleSignOn', setting, { at: 1, by: 'owner' });
  const found = SEALED_HOLDERS.flatMap((holder) =>
    holder.list(data.db, '', 9).map((value) => ({ holder, value })),
  );
  assert.deepEqual(
    found.map(({ value }) => value.sealed),
    ['sealed'],
  );
  const [only] = found;
  only?.holder.replace(data.db, only.value.id, 'anew');
  const row = data.db.$client.prepare('select value, updated_by from installation_settings').get();
  assert.deepEqual(row, {
    value: JSON.stringify({ ...setting, sealedClientSecret: 'anew' }),
    updated_by: 'owner',
  });
  assert.equal(DEFAULT_SETTINGS.singleSignOn, null);
});
