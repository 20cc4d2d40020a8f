// What is known of one embedded instance, as files in <dataDir>/embedded/<instanceId>/:
//   order.json    who it is and its ports; written once, by the first start
//   process.json  who keeps it and its process; written by the keeper, whose claim it is
//   exit.json     how it ended; written by the keeper
//   command.json  the process of a command that runs in it now
//   log           one JSON object a line: { at, stream, text }
// Each file appears whole or not at all, so every state of them is a state of the instance.
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { InstanceLabels, RunningInstance } from '#server/runner/port.ts';
import { isAlive, type ProcessIdentity } from './process-table.ts';

/** `configured`: the port its owner knows. `actual`: the free port of this machine that stands for it. */
export type PortPair = { configured: number; actual: number };

export type OrderRecord = { labels: InstanceLabels; ports: PortPair[] };

export type ProcessRecord = {
  keeper: ProcessIdentity;
  sample: ProcessIdentity | null;
  startedAt: number | null;
};

type ExitRecord = { code: number; at: number };

export function embeddedFolder(dataDir: string): string {
  return path.join(dataDir, 'embedded');
}

/** Folders of all instances, running or not. */
export function instanceFolders(root: string): string[] {
  try {
    return readdirSync(root).map((name) => path.join(root, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export function readOrder(folder: string): OrderRecord | null {
  return readRecord<OrderRecord>(folder, 'order.json');
}

export function readProcess(folder: string): ProcessRecord | null {
  return readRecord<ProcessRecord>(folder, 'process.json');
}

/** What runs in it beside its own process; null where nothing does. */
export function readCommand(folder: string): ProcessIdentity | null {
  return readRecord<ProcessIdentity>(folder, 'command.json');
}

/** Throws where the instance is gone. */
export function writeCommand(folder: string, identity: ProcessIdentity): void {
  const draft = path.join(folder, `command.json.${identity.pid}`);
  writeFileSync(draft, JSON.stringify(identity), { mode: 0o600 });
  renameSync(draft, path.join(folder, 'command.json'));
}

export function removeCommand(folder: string): void {
  rmSync(path.join(folder, 'command.json'), { force: true });
}

/** Writes the order unless one is there; gives the one that is there then. */
export function settleOrder(folder: string, order: OrderRecord): OrderRecord {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = path.join(folder, `order.json.${process.pid}.${order.ports[0]?.actual}`);
  writeFileSync(draft, JSON.stringify(order), { mode: 0o600 });
  try {
    linkSync(draft, path.join(folder, 'order.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  unlinkSync(draft);
  return readOrder(folder) ?? order;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The instance as its files and processes tell it; null where there is none. */
export function readInstance(folder: string): RunningInstance | null {
  const order = readOrder(folder);
  if (!order) return null;
  const process = readProcess(folder);
  const exit = readRecord<ExitRecord>(folder, 'exit.json');
  const state = stateOf(process, exit);
  const port = order.ports[0]?.actual;
  return {
    ...order.labels,
    state,
    address: state === 'running' && port ? { host: '127.0.0.1', port } : null,
    exitCode: exit?.code ?? null,
    isOutOfMemory: false,
    startedAt: process?.startedAt ?? null,
    finishedAt: exit?.at ?? null,
  };
}

/** Running until the exit is written down, as long as somebody lives who will write it. */
function stateOf(process: ProcessRecord | null, exit: ExitRecord | null): RunningInstance['state'] {
  if (exit) return 'exited';
  if (!process) return 'created';
  if (!process.sample) return isAlive(process.keeper) ? 'created' : 'exited';
  return isAlive(process.sample) || isAlive(process.keeper) ? 'running' : 'exited';
}

function readRecord<Value>(folder: string, name: string): Value | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Value;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
