import type { ContainerInspectInfo } from 'dockerode';
import type { RunningInstance } from '#server/runner/port.ts';
import { networkName, readLabels } from './container-labels.ts';

/**
 * An inspected container as an instance; null where it is not this owner's.
 * @param bootedAt epoch ms at which the engine's machine was started; null where that is not known.
 */
export function instanceOf(
  info: ContainerInspectInfo,
  owner: string,
  bootedAt: number | null = null,
): RunningInstance | null {
  const labels = readLabels(info.Config.Labels, owner);
  if (!labels) return null;
  const { State } = info;
  const state = stateOf(State.Status);
  const network = networkName(owner, labels.instance.networkId);
  return {
    ...labels.instance,
    state,
    address: state === 'running' ? addressOf(info, network, labels.port) : null,
    exitCode: state === 'exited' ? State.ExitCode : null,
    isOutOfMemory: State.OOMKilled,
    startedAt: timeOf(State.StartedAt),
    finishedAt: state === 'exited' ? endOf(State, bootedAt) : null,
  };
}

/** After a loss of power the engine gives its own start as the end of what ran before: that is no end, and null here. */
function endOf(state: { StartedAt: string; FinishedAt: string }, bootedAt: number | null): number | null {
  const startedAt = timeOf(state.StartedAt);
  const finishedAt = timeOf(state.FinishedAt);
  const isGuessed = bootedAt !== null && (startedAt ?? bootedAt) < bootedAt && (finishedAt ?? 0) >= bootedAt;
  return isGuessed ? null : finishedAt;
}

function stateOf(status: string): RunningInstance['state'] {
  if (status === 'created') return 'created';
  return status === 'running' || status === 'paused' || status === 'restarting' ? 'running' : 'exited';
}

/** The published port where one was made, else the container's own address. */
function addressOf(info: ContainerInspectInfo, network: string, port: number): RunningInstance['address'] {
  const { Ports, Networks } = info.NetworkSettings;
  const published = Ports[`${port}/tcp`]?.[0];
  if (published) return { host: '127.0.0.1', port: Number(published.HostPort) };
  const host = Networks[network]?.IPAddress;
  return host ? { host, port } : null;
}

/** Epoch ms; null for the year 1, which is the engine's "never". */
function timeOf(text: string): number | null {
  const time = Date.parse(text);
  return time > 0 ? time : null;
}
