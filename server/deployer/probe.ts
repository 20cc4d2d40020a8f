// One probe (product.md 5): from outside the container, or by a command inside it.
import { request } from 'node:http';
import { connect } from 'node:net';
import type { ProbeResult } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { CommandEnd } from '#server/runner/port.ts';

export type ProbeTarget = {
  host: string;
  port: number;
  probe: VersionSpec['probe'];
  timeoutMs: number;
  /** Runs a command inside the instance. */
  execute: (command: readonly string[], signal: AbortSignal) => Promise<CommandEnd>;
};

/** Never throws: whatever happens is a result. */
export function probe(target: ProbeTarget, signal: AbortSignal): Promise<ProbeResult> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(target.timeoutMs)]);
  switch (target.probe.kind) {
    case 'tcp':
      return probeTcp(target, deadline);
    case 'http':
      return probeHttp(target, target.probe.path, deadline);
    case 'exec':
      return probeByCommand(target, target.probe.command, deadline);
  }
}

/** Ready where somebody accepts the connection. */
function probeTcp({ host, port }: ProbeTarget, deadline: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal: deadline });
    socket.once('connect', () => {
      socket.destroy();
      resolve({ kind: 'ready' });
    });
    socket.once('error', (error) => resolve(deadline.aborted ? { kind: 'timeout' } : notConnected(error)));
  });
}

/** Ready where GET is answered with 2xx or 3xx. */
function probeHttp({ host, port }: ProbeTarget, path: string, deadline: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const asked = request({
      host,
      port,
      path,
      agent: false,
      signal: deadline,
      headers: { connection: 'close' },
    });
    asked.once('response', (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      resolve(status >= 200 && status < 400 ? { kind: 'ready' } : { kind: 'status', status });
    });
    asked.on('error', (error) => resolve(deadline.aborted ? { kind: 'timeout' } : notConnected(error)));
    asked.end();
  });
}

/** Ready where the command ends with 0 before the deadline, at which it is killed. */
async function probeByCommand(
  { execute }: ProbeTarget,
  command: readonly string[],
  deadline: AbortSignal,
): Promise<ProbeResult> {
  try {
    const { exitCode, lastLine } = await execute(command, deadline);
    return exitCode === 0 ? { kind: 'ready' } : { kind: 'exit', exitCode, lastLine };
  } catch {
    return { kind: 'timeout' }; // Also where instance or engine is gone, which the next listing tells.
  }
}

/** An answer that broke off, or was none of HTTP, came from somebody who listens: status 0. */
function notConnected(error: NodeJS.ErrnoException): ProbeResult {
  const isRefused = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(error.code ?? '');
  return isRefused ? { kind: 'refused' } : { kind: 'status', status: 0 };
}
