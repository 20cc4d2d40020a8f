import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageReferenceSchema } from '#server/domain/image-reference.ts';
import { type VersionSpecInput, versionSpecSchema } from '#server/domain/spec.ts';

const SAMPLE: VersionSpecInput = { source: { kind: 'image', image: 'sample/hello:v1' } };

function issuesOf(changes: Partial<VersionSpecInput>): string[] {
  const parsed = versionSpecSchema.safeParse({ ...SAMPLE, ...changes });
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

test('the defaults are those of the sources', () => {
  const spec = versionSpecSchema.parse(SAMPLE);
  assert.deepEqual(
    [spec.port, spec.cpu, spec.memoryGb, spec.minReplicas, spec.maxReplicas, spec.initialDelaySeconds],
    [80, 0.5, 1, 0, 50, 2],
  );
});

for (const image of [
  'nginx',
  'nginx:1.27',
  'sample/hello:v2',
  'registry.example.com:5000/shop/order-api:1.9.1',
  'shop/a__b--c@sha256:'.concat('a'.repeat(64)),
  'localhost:5000/a.b_c:Tag_1.0-x',
  'cr-1.example.com/a/b/c:1@sha256:'.concat('0'.repeat(64)),
]) {
  test(`image ${image.slice(0, 50)} is accepted`, () =>
    assert.equal(imageReferenceSchema.parse(image), image));
}
for (const image of [
  ...['', ' ', 'Nginx:1', 'a b', 'a;rm -rf /', '--privileged', 'a:', '/a', '$(id)', 'a\nb'],
  ...['shop/Order:1', 'a/../../info', 'a//b', 'a:1:2', 'a..b', 'host:x/a', 'a@sha256:abc'],
]) {
  test(`image ${JSON.stringify(image)} is refused`, () => {
    assert.equal(imageReferenceSchema.safeParse(image).success, false);
  });
}

for (const port of [0, 9100, 61001, 80.5, -1]) {
  test(`port ${port} is refused`, () => assert.deepEqual(issuesOf({ port }), ['port: port_invalid']));
}

for (const [typed, code] of [
  ['80,443', 'port_single'],
  ['80，443', 'port_single'],
  ['80-90', 'port_single'],
  ['80 443', 'port_single'],
  ['8080:80', 'port_single'],
  ['80/udp', 'port_protocol'],
  ['tcp', 'port_protocol'],
  ['80.5', 'port_invalid'],
  ['-1', 'port_invalid'],
] as const) {
  test(`"${typed}" typed as the port is answered by ${code} (S3-1, S3-5)`, () =>
    assert.deepEqual(issuesOf({ port: typed as unknown as number }), [`port: ${code}`]));
}

test('a Compose file is no Dockerfile (S3-3)', () => {
  const package_ = { kind: 'package', packageId: 'pkg-1', fileName: 'shop' } as const;
  for (const dockerfile of ['docker-compose.yml', 'deploy/compose.prod.yaml']) {
    assert.deepEqual(issuesOf({ source: { ...package_, dockerfile } }), [
      'source.dockerfile: compose_unsupported',
    ]);
  }
  assert.deepEqual(issuesOf({ source: { ...package_, dockerfile: 'compose.Dockerfile' } }), []);
});

test('two conditions are on different metrics, each 1 to 100', () => {
  const cpu = { metric: 'cpu' as const, thresholdPercent: 60 };
  assert.deepEqual(issuesOf({ scalePolicies: [cpu, cpu] }), ['scalePolicies: policy_duplicate']);
  assert.deepEqual(issuesOf({ scalePolicies: [{ metric: 'memory', thresholdPercent: 101 }, cpu] }), [
    'scalePolicies.0.thresholdPercent: threshold_invalid',
  ]);
});

for (const [command, issues] of [
  [['curl', '-f', 'http://localhost'], []],
  [['sh', '-c', 'curl -f "$URL" || exit 1'], []],
  [['true', ''], []],
  [[], ['probe.command: probe_command_required']],
  [[' ', 'x'], ['probe.command: probe_command_required']],
  [['true', 'x'.repeat(4097)], ['probe.command.1: command_too_long']],
  [Array(101).fill('x'), ['probe.command: command_too_long']],
] as const) {
  test(`a probe by ${command.length} parts, ${command.join(' ').slice(0, 30)}, is met by ${issues.length} issues`, () =>
    assert.deepEqual(issuesOf({ probe: { kind: 'exec', command: [...command] } }), issues));
}

test('configurations of before there was a probe by command are read as they were', () => {
  const stored = { source: { kind: 'image', image: 'sample/hello:v1' }, command: ['node'] };
  for (const probe of [{ kind: 'tcp' }, { kind: 'http', path: '/health' }]) {
    assert.deepEqual(versionSpecSchema.parse({ ...stored, probe }).probe, probe);
  }
  assert.deepEqual(versionSpecSchema.parse(stored).probe, { kind: 'tcp' });
});

test('memory has to fit the CPU choice', () => {
  assert.deepEqual(issuesOf({ cpu: 0.25, memoryGb: 4 }), ['memoryGb: cpu_memory_mismatch']);
  assert.deepEqual(issuesOf({ cpu: 3, memoryGb: 4 }), ['cpu: cpu_unsupported']);
  assert.deepEqual(issuesOf({ cpu: 2, memoryGb: 4 }), []);
});

test('replica mode and minimum agree', () => {
  assert.deepEqual(issuesOf({ minReplicas: 1 }), ['minReplicas: replicas_low_cost_min']);
  assert.deepEqual(issuesOf({ replicaMode: 'high-availability' }), [
    'minReplicas: replicas_high_availability_min',
  ]);
  assert.deepEqual(issuesOf({ replicaMode: 'high-availability', minReplicas: 2 }), []);
  assert.deepEqual(issuesOf({ replicaMode: 'high-availability', minReplicas: 3, maxReplicas: 2 }), [
    'minReplicas: replicas_min_above_max',
  ]);
});

test('all problems of a form come at once, each at its field', () => {
  assert.deepEqual(
    issuesOf({ port: 0, env: [{ kind: 'plain', name: '1A', value: '' }], initialDelaySeconds: -1 }).sort(),
    ['env.0.name: env_name_invalid', 'initialDelaySeconds: initial_delay_invalid', 'port: port_invalid'],
  );
  assert.deepEqual(
    issuesOf({
      env: [
        { kind: 'plain', name: 'A', value: '1' },
        { kind: 'plain', name: 'A', value: '2' },
      ],
    }),
    ['env.1.name: env_name_duplicate'],
  );
});

test('a field left empty does not hide the rules that look at others', () => {
  const result = versionSpecSchema.safeParse({
    source: { kind: 'image', image: 'sample/hello:v1' },
    port: null,
    minReplicas: 1,
  });
  assert.deepEqual(
    result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ['port: port_invalid', 'minReplicas: replicas_low_cost_min'],
  );
});
