// Every container's options once more, as the engine is about to get them: whatever came before may be wrong, and what
// is not listed here is not asked for. No configuration can so bring in folders of the machine, devices, privileges,
// capabilities, the machine's network or somebody else's labels.
import { isDeepStrictEqual } from 'node:util';
import type { ContainerCreateOptions } from 'dockerode';
import { z } from 'zod';
import { type CollectedFolder, RunnerError } from '#server/runner/port.ts';
import { INSTANCE_LABEL, networkPrefix, OWNER_LABEL } from './container-labels.ts';
import { HARDENING, KEPT_CAPABILITIES } from './hardening.ts';

const MOST_PROCESSES = 512;

const textSchema = z.string().regex(/^[^\0]*$/);
const sizeSchema = z.int().positive();
const portKeySchema = z.string().regex(/^\d{1,5}\/tcp$/);
const loopbackSchema = z.strictObject({ HostIp: z.literal('127.0.0.1'), HostPort: z.literal('') });

const hostSchema = z
  .strictObject({
    NetworkMode: z.string(),
    NanoCpus: sizeSchema.optional(),
    Memory: sizeSchema,
    MemorySwap: sizeSchema,
    PidsLimit: sizeSchema.max(MOST_PROCESSES),
    SecurityOpt: exactly(HARDENING.SecurityOpt),
    CapDrop: exactly(HARDENING.CapDrop),
    CapAdd: z.array(z.enum(KEPT_CAPABILITIES)).optional(),
    IpcMode: exactly(HARDENING.IpcMode),
    Ulimits: exactly(HARDENING.Ulimits),
    RestartPolicy: z.strictObject({ Name: z.enum(['no', 'always']) }),
    LogConfig: z.strictObject({
      Type: z.literal('json-file'),
      Config: z.strictObject({ 'max-size': z.string(), 'max-file': z.string() }),
    }),
    PortBindings: z.record(portKeySchema, z.array(loopbackSchema)).optional(),
    /** Of one instance the folder that its logs are collected in, and no other. */
    Mounts: z
      .tuple([z.strictObject({ Type: z.literal('bind'), Source: textSchema, Target: textSchema })])
      .optional(),
    /** Of the relay: port 80 without any privilege. */
    Sysctls: z.strictObject({ 'net.ipv4.ip_unprivileged_port_start': z.literal('0') }).optional(),
  })
  .refine(({ Memory, MemorySwap }) => Memory === MemorySwap, { path: ['MemorySwap'] });

const endpointSchema = z.strictObject({
  Aliases: z.array(textSchema).optional(),
  IPAMConfig: z.strictObject({ IPv4Address: z.ipv4() }).optional(),
});

const optionsSchema = z.strictObject({
  Image: textSchema.min(1),
  Labels: z.record(z.string().startsWith('cloudberth.'), textSchema),
  Env: z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*=[^\0]*$/)).optional(),
  Entrypoint: z.array(textSchema).optional(),
  Cmd: z.array(textSchema).optional(),
  ExposedPorts: z.record(portKeySchema, z.strictObject({})).optional(),
  HostConfig: hostSchema,
  NetworkingConfig: z.strictObject({ EndpointsConfig: z.record(z.string(), endpointSchema) }),
});

/** Throws `start_refused`, which names the options that are not allowed and tells nothing of their values. */
export function requireAllowed(
  options: ContainerCreateOptions,
  owner: string,
  collects: CollectedFolder | null = null,
): void {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw refusal(parsed.error.issues.flatMap(placesOf));
  const { Labels, HostConfig, NetworkingConfig } = parsed.data;
  if (Labels[OWNER_LABEL] !== owner) throw refusal([`Labels.${OWNER_LABEL}`]);
  const [mount] = HostConfig.Mounts ?? [];
  if (mount && !isCollecting(mount, collects, Labels)) throw refusal(['HostConfig.Mounts']);
  if (!isOwnNetwork(HostConfig.NetworkMode, owner)) throw refusal(['HostConfig.NetworkMode']);
  const networks = Object.keys(NetworkingConfig.EndpointsConfig);
  if (!isDeepStrictEqual(networks, [HostConfig.NetworkMode])) throw refusal(['NetworkingConfig']);
}

/** One of this installation; so neither `host` nor `container:…`, which have no such beginning. */
function isOwnNetwork(network: string, owner: string): boolean {
  return network.startsWith(networkPrefix(owner)) && /^[\w-]+$/.test(network);
}

/** Nothing but the instance's own folder below `collected`, at the place that its order names. */
function isCollecting(
  { Source, Target }: { Source: string; Target: string },
  collects: CollectedFolder | null,
  labels: Record<string, string>,
): boolean {
  const end = `/collected/${labels[INSTANCE_LABEL]}`;
  const isPlain = (place: string) => place.startsWith('/') && !/(^|\/)\.{0,2}(\/|$)/.test(place.slice(1));
  return (
    collects !== null &&
    Source === collects.into &&
    Target === collects.from &&
    Source.endsWith(end) &&
    [Source, Target].every(isPlain)
  );
}

function exactly<Value>(wanted: Value) {
  return z.custom<Value>((value) => isDeepStrictEqual(value, wanted));
}

function placesOf(issue: z.core.$ZodIssue): string[] {
  const place = issue.path.map(String);
  const ends = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return ends.length > 0 ? ends.map((end) => [...place, end].join('.')) : [place.join('.')];
}

function refusal(places: string[]): RunnerError {
  const named = places.map((place) => place || 'options').join(', ');
  return new RunnerError('start_refused', `These options of a container are not allowed: ${named}`);
}
