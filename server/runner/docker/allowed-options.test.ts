import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import fc from 'fast-check';
import { specInputSchema, versionSpecSchema } from '#server/domain/spec.ts';
import { imageOrder, orderFor } from '#server/runner/contract-cases.ts';
import { requireAllowed } from './allowed-options.ts';
import { buildOptions } from './build-code.ts';
import { containerName, OWNER_LABEL } from './container-labels.ts';
import { containerOptions } from './container-options.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { KEPT_CAPABILITIES } from './hardening.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';

const OWNER = 'owner1';
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const skip = await skipWithoutEngine();

/** What people would like the engine to read, and what it would understand. */
const hostile = fc.oneof(
  fc.constantFrom(
    '--privileged',
    '/var/run/docker.sock:/var/run/docker.sock',
    'container:other',
    'host',
    '$(id)',
    '"},"HostConfig":{"Privileged":true,"x":{"',
    '__proto__',
    `${OWNER_LABEL}=other`,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const name = fc.constantFrom('PORT', 'HostConfig', '__proto__', 'constructor', 'DOCKER_HOST', 'A');

const wishes = fc.record(
  {
    command: fc.array(hostile, { maxLength: 3 }),
    args: fc.array(hostile, { maxLength: 3 }),
    logPath: hostile,
    env: fc.array(fc.record({ kind: fc.constant('plain'), name, value: hostile }), { maxLength: 4 }),
    source: fc.record({
      kind: fc.constant('image'),
      image: fc.oneof(hostile, fc.constant('sample/hello:v1')),
    }),
    probe: fc.record({
      kind: fc.constant('exec'),
      command: fc.array(hostile, { minLength: 1, maxLength: 2 }),
    }),
    privileged: fc.constant(true),
    HostConfig: fc.constant({ Privileged: true, Binds: ['/:/host'] }),
    binds: fc.array(hostile),
    networkMode: fc.constant('host'),
    labels: fc.dictionary(hostile, hostile),
  },
  { requiredKeys: ['source'] },
);

test('no configuration that is taken in leads to options beyond the list, nor to what is not in the image', () => {
  let taken = 0;
  fc.assert(
    fc.property(wishes, fc.boolean(), (wish, canDial) => {
      const parsed = specInputSchema.safeParse({ port: 8000, ...wish });
      if (!parsed.success) return;
      taken += 1;
      const { env, ...spec } = parsed.data;
      const plain = env.flatMap((entry) => (entry.kind === 'plain' ? [entry] : []));
      const order = { ...orderFor(), spec: versionSpecSchema.parse({ ...spec, env: plain }), env: plain };
      const options = containerOptions(order, OWNER, canDial);
      requireAllowed(options, OWNER);
      const { HostConfig = {}, ...rest } = options;
      const own = containerOptions(orderFor({}, {}, { instanceId: order.instanceId }), OWNER, canDial);
      assert.deepEqual(Object.keys(HostConfig), Object.keys(own.HostConfig ?? {}));
      assert.equal(HostConfig.NetworkMode, `berth-${OWNER}-${order.networkId}`);
      assert.deepEqual(Object.keys(rest.Labels ?? {}), Object.keys(own.Labels ?? {}));
    }),
    { numRuns: RUNS },
  );
  assert.ok(taken > RUNS / 10, `${taken} of ${RUNS} configurations were taken in`);
});

const FORBIDDEN_OF_HOST: (HostConfig & Record<string, unknown>)[] = [
  { Binds: ['/:/host'] },
  { Binds: [] },
  { Mounts: [{ Type: 'bind', Source: '/', Target: '/host' }] },
  { VolumesFrom: ['other'] },
  { Tmpfs: { '/run': '' } },
  { Privileged: true },
  { Privileged: false },
  { NetworkMode: 'host' },
  { NetworkMode: 'container:berth-owner1-x' },
  { NetworkMode: 'berth-other-net' },
  { NetworkMode: `berth-${OWNER}-net,bridge` },
  { PidMode: 'host' },
  { IpcMode: 'host' },
  { IpcMode: 'shareable' },
  { UTSMode: 'host' },
  { UsernsMode: 'host' },
  { CgroupnsMode: 'host' },
  { CgroupParent: '/' },
  { CapAdd: [...KEPT_CAPABILITIES, 'SYS_ADMIN'] },
  { CapAdd: ['ALL'] },
  { CapDrop: [] },
  { CapDrop: undefined },
  { SecurityOpt: ['seccomp=unconfined'] },
  { SecurityOpt: ['no-new-privileges', 'apparmor=unconfined'] },
  { SecurityOpt: undefined },
  { Devices: [{ PathOnHost: '/dev/sda', PathInContainer: '/dev/sda', CgroupPermissions: 'rwm' }] },
  { DeviceRequests: [{ Driver: 'nvidia', Count: -1 }] },
  { DeviceCgroupRules: ['a *:* rwm'] },
  { Sysctls: { 'kernel.shm_rmid_forced': '0' } },
  { MaskedPaths: [] },
  { ReadonlyPaths: [] },
  { Runtime: 'other' },
  { GroupAdd: ['docker'] },
  { ExtraHosts: ['example.com:127.0.0.1'] },
  { Links: ['other:db'] },
  { OomKillDisable: true },
  { OomScoreAdj: -1000 },
  { PublishAllPorts: true },
  { PortBindings: { '8000/tcp': [{ HostIp: '0.0.0.0', HostPort: '' }] } },
  { PortBindings: { '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '22' }] } },
  { Memory: 0 },
  { MemorySwap: -1 },
  { PidsLimit: 100_000 },
  { PidsLimit: undefined },
  { Ulimits: [{ Name: 'core', Soft: -1, Hard: -1 }] },
  { LogConfig: { Type: 'syslog', Config: {} } },
  { VolumeDriver: 'other' },
  { ContainerIDFile: '/etc/x' },
  { Annotations: { a: 'b' } },
];

const FORBIDDEN: ContainerCreateOptions[] = [
  { User: '0' },
  { Volumes: { '/data': {} } },
  { WorkingDir: '/' },
  { Hostname: 'other' },
  { MacAddress: '02:42:ac:11:00:02' },
  { Healthcheck: { Test: ['CMD', 'true'] } },
  { StopSignal: 'SIGKILL' },
  { Labels: { [OWNER_LABEL]: OWNER, 'com.docker.compose.project': 'other' } },
  { Labels: { [OWNER_LABEL]: 'other' } },
  { Labels: {} },
  { Image: '' },
  { Env: ['LD_PRELOAD'] },
  { Env: ['A=\0'] },
  { Cmd: ['a\0b'] },
  { ExposedPorts: { '53/udp': {} } },
  { NetworkingConfig: { EndpointsConfig: { bridge: {} } } },
  { HostConfig: undefined },
];

test('an option beyond the list, or another value of one in it, is refused before the engine is asked', () => {
  const options = containerOptions(orderFor(), OWNER, true);
  requireAllowed(options, OWNER);
  const wrong: ContainerCreateOptions[] = [
    ...FORBIDDEN,
    ...FORBIDDEN_OF_HOST.map((more) => ({ HostConfig: { ...options.HostConfig, ...more } })),
    { NetworkingConfig: { EndpointsConfig: { [options.HostConfig?.NetworkMode ?? '']: {}, host: {} } } },
  ];
  for (const more of wrong) {
    const changed = { ...options, ...more };
    assert.throws(() => requireAllowed(changed, OWNER), { code: 'start_refused' }, JSON.stringify(more));
  }
  assert.throws(() => requireAllowed(options, 'owner2'), { code: 'start_refused' });
});

test('a refusal names the option and tells nothing of its value', () => {
  const options = containerOptions(orderFor({ PASSWORD: 'hunter2' }), OWNER, true);
  const changed = {
    ...options,
    Env: ['PASSWORD=hunter2\0'],
    HostConfig: { ...options.HostConfig, Binds: ['/hunter2'] },
  };
  assert.throws(
    () => requireAllowed(changed, OWNER),
    (error: Error) => /: Env\.0, HostConfig\.Binds$/.test(error.message) && !/hunter2/.test(error.message),
  );
});

test('one file alone asks the engine for containers, one for networks, and none for a volume', () => {
  const files = globSync('../**/*.ts', { cwd: import.meta.dirname }).filter(
    (file) => !/test|fixture|cases/.test(file),
  );
  const asking = (call: string) =>
    files.filter((file) =>
      readFileSync(path.join(import.meta.dirname, file), 'utf8').includes(`docker.${call}(`),
    );
  const names = (call: string) => asking(call).map((file) => path.basename(file));
  assert.deepEqual(names('createContainer'), ['create-container.ts']);
  assert.deepEqual(names('createNetwork'), ['networks.ts']);
  assert.deepEqual(names('buildImage').sort(), ['build-code.ts', 'scratch-image.ts']);
  for (const call of [
    'createVolume',
    'run',
    'createService',
    'createPlugin',
    'createSecret',
    'createConfig',
  ]) {
    assert.deepEqual(names(call), [], call);
  }
});

test("a build has limits and a name, and neither the machine's network nor arguments with something in them", () => {
  const order = {
    folder: '/code',
    directory: '/',
    dockerfile: 'Dockerfile',
    tag: 'berth/shop-001:s1',
    limits: { cpu: 1, memoryGb: 2 },
    timeoutMs: 1000,
    signInTo: () => null,
  };
  const plan = { root: '/code', prefix: '', dockerfile: 'Dockerfile', generated: null, bases: [] };
  const { labels, ...options } = buildOptions(order, OWNER, plan);
  assert.deepEqual(options, {
    t: 'berth/shop-001:s1',
    dockerfile: 'Dockerfile',
    registryconfig: undefined,
    rm: true,
    forcerm: true,
    memory: 2 * 1024 ** 3,
    memswap: 2 * 1024 ** 3,
    cpuperiod: 100_000,
    cpuquota: 100_000,
  });
  assert.deepEqual(Object.values(labels), [OWNER, 'berth/shop-001:s1']);
});

/** Bits of /proc/<pid>/status (include/uapi/linux/capability.h). */
const CAPABILITY_BITS: Record<(typeof KEPT_CAPABILITIES)[number], number> = {
  CHOWN: 0,
  DAC_OVERRIDE: 1,
  FOWNER: 3,
  FSETID: 4,
  KILL: 5,
  SETGID: 6,
  SETUID: 7,
  SETPCAP: 8,
  NET_BIND_SERVICE: 10,
  SYS_CHROOT: 18,
};

test('what is asked for is in force inside: capabilities, no new privileges, seccomp, no cores, no devices', {
  skip,
}, async (context) => {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  context.after(async () => {
    await runner.close();
    await removeAllOf(engine, owner);
  });
  await runner.ensureImage(imageOrder('sample/hello:v1'), () => {}, context.signal);
  const script = `const fs = require('fs');
    const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch (error) { return error.code; } };
    const facts = { status: read('/proc/self/status'), limits: read('/proc/self/limits'), mounts: read('/proc/self/mountinfo'), devices: fs.readdirSync('/dev') };
    console.log(JSON.stringify(facts));`;
  const order = orderFor({}, { command: ['/usr/bin/node', '-e', script] });
  await runner.start(order);
  let printed = '';
  for await (const line of runner.logs(order.instanceId, context.signal)) printed += line.text;
  const { status, limits, mounts, devices } = JSON.parse(printed);
  const field = (label: string) => new RegExp(`^${label}:\\s*(\\S+)`, 'm').exec(status)?.[1];
  const kept = KEPT_CAPABILITIES.reduce(
    (bits, capability) => bits | (1n << BigInt(CAPABILITY_BITS[capability])),
    0n,
  );
  assert.equal(BigInt(`0x${field('CapBnd')}`), kept, 'what its root could have');
  assert.equal(BigInt(`0x${field('CapEff')}`), 0n, 'the sample runs as nobody');
  assert.equal(field('NoNewPrivs'), '1');
  assert.equal(field('Seccomp'), '2');
  assert.match(limits, /Max core file size\s+0\s+0/);
  assert.doesNotMatch(mounts, /docker\.sock/);
  for (const device of ['sda', 'mem', 'kmsg', 'fuse']) assert.ok(!devices.includes(device), device);
});

test('a secret is in the variables of its container, and in nothing else that the engine tells', {
  skip,
}, async (context) => {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  context.after(async () => {
    await runner.close();
    await removeAllOf(engine, owner);
  });
  await runner.ensureImage(imageOrder('sample/hello:v1'), () => {}, context.signal);
  const secret = randomBytes(16).toString('hex');
  const since = Math.floor(Date.now() / 1000) - 1;
  const order = orderFor({ PASSWORD: secret });
  await runner.start(order);
  const { Config, ...facts } = await engine.docker.getContainer(containerName(order.instanceId)).inspect();
  const { Env, ...config } = Config;
  assert.ok(Env.includes(`PASSWORD=${secret}`));
  const until = Math.ceil(Date.now() / 1000);
  const events = await text(await engine.docker.getEvents({ since, until }));
  assert.match(events, new RegExp(order.instanceId), 'the engine told of its start');
  const listed = await engine.docker.listContainers({ all: true });
  for (const told of [JSON.stringify([facts, config]), events, JSON.stringify(listed)]) {
    assert.ok(!told.includes(secret));
  }
});
