// Debian's slowhttptest against the gateway: visitors that hold connections open on purpose are cut off, and all
// others are served meanwhile.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { before, test } from 'node:test';
import { findProgram, installPackages } from '#scripts/debian-packages.ts';
import {
  ask,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

const CONNECTIONS = 200;
/** Without limits the connections would be open for as long as this. */
const ATTACK_SECONDS = 20;
const LIMITS = { headMs: 1_000, bodyIdleMs: 2_000, bodyGraceMs: 1_000, minBodyRate: 10_000 };

let missing: string | undefined;

before(async () => {
  try {
    if (!findProgram('slowhttptest')) await installPackages(['slowhttptest'], console.log);
  } catch (error) {
    if (process.env.CI) throw error;
    missing = (error as Error).message;
  }
});

for (const [name, mode] of [
  ['heads', ['-H', '-i', '1']],
  ['bodies', ['-B', '-i', '1', '-s', '100000']],
] as const) {
  test(`slow ${name} are cut off, and other visitors do not notice`, async (t) => {
    if (missing) return t.skip(missing);
    const { port } = await testInstance(t, (request, response) => {
      request.resume().on('end', () => response.end('quick'));
    });
    const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], { limits: LIMITS });
    const attack = attackOn(gateway, mode);
    let isOver = false;
    void attack.finally(() => {
      isOver = true;
    });
    while (!isOver) assert.equal((await ask(gateway)).body, 'quick');
    const output = await attack;
    assert.match(output, /No open connections left/, output.slice(-1_500));
  });
}

/** Runs slowhttptest to its end and gives what it printed. It names the gateway as its proxy, for the Host it needs. */
async function attackOn({ port }: TestGateway, mode: readonly string[]): Promise<string> {
  const program = findProgram('slowhttptest') ?? 'slowhttptest';
  const bounds = ['-c', `${CONNECTIONS}`, '-r', '100', '-l', `${ATTACK_SECONDS}`, '-p', '5'];
  const target = ['-u', `http://${WEB_HOST}/`, '-d', `127.0.0.1:${port}`];
  const child = spawn(program, [...mode, ...bounds, ...target], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)));
  await once(child, 'close');
  return output.join('');
}
