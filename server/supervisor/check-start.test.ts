import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkStart } from '#server/supervisor/check-start.ts';
import { StartRefused } from '#server/supervisor/start-refused.ts';

test('a taken port is refused by the name of its setting', async (t) => {
  const taken = await takenPort(t);
  const DATA_DIR = folder(t);
  await refused({ DATA_DIR, PORT: String(taken) }, /Port \d+ is taken.* set PORT/);
  await refused({ DATA_DIR, PORT: '1', GATEWAY_PORT: '1' }, /PORT and GATEWAY_PORT are both 1/);
});

test('the port of the webshell is looked at like the others, unless there is to be none', async (t) => {
  const DATA_DIR = folder(t);
  const SHELL_PORT = String(await takenPort(t));
  const ports = { DATA_DIR, PORT: await freePort(), GATEWAY_PORT: await freePort() };
  await refused({ ...ports, SHELL_PORT, RUNNER: 'docker' }, /Port \d+ is taken.* set SHELL_PORT/);
  await refused({ ...ports, SHELL_PORT: ports.PORT, RUNNER: 'docker' }, /SHELL_PORT and PORT are both/);
  await checkStart({ NODE_ENV: 'test', ...ports, SHELL_PORT, RUNNER: 'embedded' });
  await checkStart({ NODE_ENV: 'test', ...ports, SHELL_PORT: '0', RUNNER: 'docker' });
});

test('a webshell without TLS beside a console with it is refused by the name of its setting', async () => {
  const CONSOLE_URL = 'https://console.example.com';
  await refused({ CONSOLE_URL, SHELL_URL: 'ws://shell.example.com' }, /wss:\/\/.*SHELL_URL/s);
  await refused({ SHELL_URL: 'https://shell.example.com' }, /ws:\/\/ or wss:\/\/.*SHELL_URL/s);
});

test('a data folder that cannot be one is refused by the name of its setting', async (t) => {
  const file = path.join(folder(t), 'file');
  writeFileSync(file, '');
  await refused({ DATA_DIR: path.join(file, 'data') }, /cannot be written \(ENOTDIR\). Set DATA_DIR/);
});

test('all wrong settings are told at once', async () => {
  await refused(
    { PORT: 'x', RUNNER: 'vm', DOCKER_HOST: 'docker' },
    /(PORT.*RUNNER.*DOCKER_HOST)|(DOCKER_HOST.*RUNNER.*PORT)/s,
  );
});

test('a trusted proxy that is no address is told by the name of its setting', async () => {
  await refused(
    { CONSOLE_TRUSTED_PROXIES: '10.0.0.1, proxy' },
    /proxy is no address.*CONSOLE_TRUSTED_PROXIES/s,
  );
  await refused({ GATEWAY_TRUSTED_PROXIES: '10.0.0.0/33' }, /10\.0\.0\.0\/33.*GATEWAY_TRUSTED_PROXIES/s);
});

async function refused(env: Record<string, string>, message: RegExp): Promise<void> {
  await assert.rejects(checkStart({ NODE_ENV: 'test', ...env }), (error) => {
    assert.ok(error instanceof StartRefused);
    assert.match(error.message, message);
    return true;
  });
}

async function takenPort(t: TestContext): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'berth-start-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
