// What every container gets, whatever a configuration says (docs/decisions/026-docker.md).
import type { HostConfig } from 'dockerode';

/**
 * Of root inside of a container: what ordinary images need to take over their folders, to change to a user of their
 * own, to listen on port 80 and to end their children. Podman's default without SETFCAP, which `no-new-privileges`
 * makes useless. Left out beside that: devices (MKNOD), raw sockets (NET_RAW), the audit log (AUDIT_WRITE).
 */
export const KEPT_CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

/** Memory of a crashed process holds secrets: no core is written. IPC is for the container alone on every engine. */
export const HARDENING = {
  SecurityOpt: ['no-new-privileges'],
  CapDrop: ['ALL'],
  IpcMode: 'private',
  Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
} satisfies HostConfig;
