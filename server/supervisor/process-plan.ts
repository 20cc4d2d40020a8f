import type { BoundSocket } from 'node:net';

export type ProcessName = 'console' | 'deployer' | 'gateway';

/** How one of the processes is started, known to be ready, and stopped. */
export type ProcessPlan = {
  name: ProcessName;
  /** From 1 on, where there are several of the name. */
  worker?: number;
  /** What Node is started with. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** How the line begins that it prints, or the address that it answers, once it does its work. */
  readiness: { linePrefix: string } | { url: string };
  /** From the polite signal to the kill. */
  stopDeadlineMs: number;
  /** The process gets it as {@link INHERITED_SOCKET}. Held open here, so that visitors outlive who listens. */
  listensOn?: BoundSocket;
};

/** File descriptor of a plan's socket in the process: behind stdin, stdout, stderr and the channel to the supervisor. */
export const INHERITED_SOCKET = 4;
