import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { HostConfig } from 'dockerode';
import { imageOrder, orderFor } from '#server/runner/contract-cases.ts';
import { requireAllowed } from './allowed-options.ts';
import { containerOptions } from './container-options.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';

const skip = await skipWithoutEngine();

test('of all folders of the machine a container gets the one that its own logs are collected in', () => {
  const plain = orderFor();
  const collects = { from: '/app/logs', into: `/data/collected/${plain.instanceId}` };
  const options = containerOptions({ ...plain, collects }, 'owner1', true);
  requireAllowed(options, 'owner1', collects);
  const withMounts = (...mounts: object[]) => ({
    ...options,
    HostConfig: { ...options.HostConfig, Mounts: mounts as NonNullable<HostConfig['Mounts']> },
  });
  const own = { Type: 'bind', Source: collects.into, Target: collects.from };
  const wrong = [
    withMounts({ ...own, Source: '/etc' }),
    withMounts({ ...own, Source: '/data/collected/other' }),
    withMounts({ ...own, Target: '/etc' }),
    withMounts({ ...own, Type: 'volume' }),
    withMounts({ ...own, BindOptions: { Propagation: 'rshared' } }),
    withMounts(own, own),
  ];
  for (const one of wrong) {
    const refused = { code: 'start_refused' };
    assert.throws(
      () => requireAllowed(one, 'owner1', collects),
      refused,
      JSON.stringify(one.HostConfig.Mounts),
    );
  }
  assert.throws(() => requireAllowed(options, 'owner1'), { code: 'start_refused' }, 'nothing is collected');
  const etc = { from: '/app/logs', into: '/etc' };
  const foreign = containerOptions({ ...plain, collects: etc }, 'owner1', true);
  assert.throws(() => requireAllowed(foreign, 'owner1', etc), { code: 'start_refused' }, 'no folder of ours');
});

test('files are collected from a folder that the image has not, and from no other', {
  skip,
}, async (context) => {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-collect-'));
  context.after(async () => {
    await runner.close();
    await removeAllOf(engine, owner);
    rmSync(folder, { recursive: true, force: true });
  });
  await runner.ensureImage(imageOrder('sample/hello:v1'), () => {}, context.signal);
  const script = "require('fs').writeFileSync('/app-logs/app.log', 'written inside')";
  const collecting = (from: string) => {
    const order = orderFor({}, { command: ['/usr/bin/node', '-e', script] });
    const into = path.join(folder, 'collected', order.instanceId);
    mkdirSync(into, { recursive: true });
    chmodSync(into, 0o777);
    return { ...order, collects: { from, into } };
  };
  const order = collecting('/app-logs');
  await runner.start(order);
  for await (const line of runner.logs(order.instanceId, context.signal)) assert.fail(line.text);
  assert.equal(readFileSync(path.join(order.collects.into, 'app.log'), 'utf8'), 'written inside');
  await assert.rejects(runner.start(collecting('/usr/bin')), {
    code: 'start_refused',
    message: /\/usr\/bin/,
  });
  assert.equal((await runner.list()).length, 1);
});
