import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { curlExample, sampleOf } from '#server/api/openapi/example.ts';
import { inputFields } from '#server/api/openapi/input-fields.ts';
import type { JsonSchema } from '#server/api/openapi/procedures.ts';
import { apiReference } from '#server/api/openapi/reference.ts';
import { RIGHTS_TABLE } from '#server/api/rights-table.ts';

function schemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input' });
}

test('every procedure has its place on the page, once, in both languages', () => {
  for (const locale of ['zh-CN', 'en'] as const) {
    const entries = apiReference(locale).flatMap((group) => group.entries);
    assert.deepEqual(entries.map(({ path }) => path).sort(), Object.keys(RIGHTS_TABLE).sort());
    assert.ok(entries.every(({ summary }) => summary !== ''));
  }
});

test('fields are listed from the outside in, with limits, defaults, and what they depend on', () => {
  const schema = z.object({
    serviceId: z.string(),
    page: z.int().min(1).max(9).default(1),
    probe: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('tcp') }),
      z.object({ kind: z.literal('http'), path: z.string().max(500) }),
    ]),
    env: z
      .array(z.object({ name: z.string() }))
      .max(200)
      .optional(),
  });
  assert.deepEqual(
    inputFields(schemaOf(schema)).map(({ name, type, isRequired, limits, byDefault, ofKind }) =>
      [name, type, isRequired ? 'needed' : '', limits, byDefault ?? '', ofKind ?? ''].join('; '),
    ),
    [
      'serviceId; string; needed; ; ; ',
      'page; integer; ; 1 … 9; 1; ',
      'probe; tcp | http; needed; ; ; ',
      'probe.kind; "tcp"; needed; ; ; tcp',
      'probe.kind; "http"; needed; ; ; http',
      'probe.path; string; needed; ≤ 500; ; http',
      'env; object[]; ; ≤ 200; ; ',
      'env[].name; string; needed; ; ; ',
    ],
  );
});

test('an example holds what is needed and nothing else', () => {
  const schema = z.object({
    serviceId: z.string(),
    mode: z.enum(['percent', 'rules']),
    share: z.number(),
    isOn: z.boolean(),
    remark: z.string().optional(),
  });
  const sample = sampleOf('input', schemaOf(schema));
  assert.deepEqual(sample, { serviceId: 'SERVICE_ID', mode: 'percent', share: 1, isOn: true });
});

test('a shell reads an example as it is meant', () => {
  const examples = apiReference('en').flatMap(({ entries }) => entries.map(({ example }) => example));
  for (const example of examples) assert.equal((example.match(/'/g) ?? []).length % 2, 0, example);
  const access = { right: 'view', object: 'none' } as const;
  const without = curlExample({ path: 'services.pause', kind: 'mutation', access, input: null });
  assert.match(without, /-X POST$/);
});
