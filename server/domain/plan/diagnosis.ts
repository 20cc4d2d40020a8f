// Why an instance that runs did not get ready, from its last probe and from the ports it listens on.
import type { FailureCode } from '#server/domain/failures.ts';
import type { ProbeResult } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

/** Null where the engine cannot tell. */
export type Listening = { port: number; isLoopbackOnly: boolean }[] | null;

export type Diagnosis = { code: FailureCode; params: Record<string, string | number> };

export function diagnose(
  probe: ProbeResult,
  listening: Listening,
  spec: Pick<VersionSpec, 'port' | 'probe'>,
): Diagnosis {
  if (probe.kind === 'status') {
    const path = spec.probe.kind === 'http' ? spec.probe.path : '/';
    return { code: 'health_check_fail', params: { status: probe.status, path } };
  }
  if (probe.kind !== 'refused') return { code: 'start_timeout', params: { port: spec.port } };
  if (listening?.length === 0) return { code: 'start_timeout', params: { port: spec.port } };
  return { code: 'port_not_listening', params: { port: spec.port, found: foundPorts(listening) } };
}

/** `8080, 127.0.0.1:80`; the message has words of its own for `unknown`. */
function foundPorts(listening: Listening): string {
  if (!listening) return 'unknown';
  return listening
    .map(({ port, isLoopbackOnly }) => (isLoopbackOnly ? `127.0.0.1:${port}` : String(port)))
    .join(', ');
}
