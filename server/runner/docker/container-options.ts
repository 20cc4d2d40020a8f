import type { ContainerCreateOptions } from 'dockerode';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { InstanceOrder } from '#server/runner/port.ts';
import { labelsFor, networkName } from './container-labels.ts';
import { HARDENING, KEPT_CAPABILITIES } from './hardening.ts';

const GIBIBYTE = 1024 ** 3;
const MAX_PROCESSES = 512;

/**
 * The whole container as the engine's API wants it (`POST /containers/create`).
 * Without `canDial` the port is published on loopback, because this process cannot reach the container's address.
 * No docker-init in between: it would hide from the engine that a command does not exist.
 */
export function containerOptions(
  order: InstanceOrder,
  owner: string,
  canDial: boolean,
): ContainerCreateOptions {
  const { spec, image, collects } = order;
  const network = networkName(owner, order.networkId);
  const port = `${spec.port}/tcp`;
  return {
    Image: image,
    Labels: labelsFor(order, owner),
    Env: environmentOf(order),
    ...commandOf(spec),
    ...(canDial ? {} : { ExposedPorts: { [port]: {} } }),
    HostConfig: {
      NetworkMode: network,
      NanoCpus: Math.round(spec.cpu * 1e9),
      Memory: spec.memoryGb * GIBIBYTE,
      MemorySwap: spec.memoryGb * GIBIBYTE,
      PidsLimit: MAX_PROCESSES,
      ...HARDENING,
      CapAdd: [...KEPT_CAPABILITIES],
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
      ...(canDial ? {} : { PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } }),
      ...(collects ? { Mounts: [{ Type: 'bind', Source: collects.into, Target: collects.from }] } : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: {} } },
  };
}

function environmentOf({ spec, env }: InstanceOrder): string[] {
  const own = env.map(({ name, value }) => `${name}=${value}`);
  return env.some(({ name }) => name === 'PORT') ? own : [`PORT=${spec.port}`, ...own];
}

/** The truth table of console-spec 2.3 (S4-11): with a command alone, the image's CMD is emptied. */
function commandOf({ command, args }: VersionSpec): Pick<ContainerCreateOptions, 'Entrypoint' | 'Cmd'> {
  if (command.length > 0) return { Entrypoint: command, Cmd: args };
  return args.length > 0 ? { Cmd: args } : {};
}
