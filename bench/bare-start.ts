// The peer of a deployment: the same program, started by hand; milliseconds until it answers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Engine } from '#server/runner/docker/engine.ts';
import { SAMPLE_PROGRAM } from '#server/runner/sample/sample-image.ts';

const PORT = 8080;
const DEADLINE_MS = 60_000;

/** `docker run` of the sample image with the limits of a version, in a network of its own; milliseconds each. */
export async function timeBareContainers(dockerHost: string, runs: number): Promise<number[]> {
  const { docker } = new Engine(dockerHost);
  const network = await docker.createNetwork({ Name: `bench-${process.pid}` });
  const times: number[] = [];
  try {
    for (let run = 0; run < runs; run += 1) times.push(await timeBareContainer(docker, network.id));
  } finally {
    await network.remove();
  }
  return times;
}

async function timeBareContainer(docker: Engine['docker'], networkId: string): Promise<number> {
  const startedAt = performance.now();
  const container = await docker.createContainer({
    Image: 'sample/hello:v2',
    Env: [`PORT=${PORT}`],
    HostConfig: { NetworkMode: networkId, NanoCpus: 0.5e9, Memory: 2 ** 30 },
  });
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    const host = Object.values(NetworkSettings.Networks)[0]?.IPAddress;
    await untilAnswers(`http://${host}:${PORT}/version`);
    return performance.now() - startedAt;
  } finally {
    await container.remove({ force: true });
  }
}

/** The sample as a child process; milliseconds each. */
export async function timeBareProcesses(runs: number): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timeBareProcess());
  return times;
}

async function timeBareProcess(): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [SAMPLE_PROGRAM], {
    env: { ...process.env, PORT: String(port), SAMPLE_VERSION: 'v2' },
    stdio: 'ignore',
  });
  try {
    await untilAnswers(`http://127.0.0.1:${port}/version`);
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const response = await fetch(url).catch(() => undefined); // Nothing listens yet.
    await response?.body?.cancel();
    if (response?.ok) return;
    await pause(2);
  }
  throw new Error(`${url} did not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}
