// Questions about processes that this process may not be the parent of. Without /proc: by id alone.
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessIdentity = { pid: number; startTime: string | null };

/** USER_HZ, the unit of times in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** True while the very process runs: a zombie is dead, and so is one whose id another process has now. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  if (startTime === null) return answersSignals(pid);
  const columns = statColumns(pid);
  return columns !== null && columns[0] !== 'Z' && columns[0] !== 'X' && columns[19] === startTime;
}

/** Of a process that is there: a child that was not waited for yet, for one. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: statColumns(pid)?.[19] ?? null };
}

/** Signals a process group; a group that is gone already is fine. */
export function signalGroup(groupId: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ids of processes by the group that they are in; empty where there is no /proc. */
export function processGroups(): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const pid of processIds()) {
    const group = Number(statColumns(pid)?.[2]);
    groups.set(group, [...(groups.get(group) ?? []), pid]);
  }
  return groups;
}

/**
 * CPU time used so far, with that of children that have ended, and memory held now; zeros where the process is gone or
 * there is no /proc.
 */
export function usageOf(pid: number): { cpuSeconds: number; memoryBytes: number } {
  const columns = statColumns(pid);
  if (!columns) return { cpuSeconds: 0, memoryBytes: 0 };
  const ticks = columns.slice(11, 15).reduce((total, column) => total + Number(column), 0);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, memoryBytes: residentBytes(pid) };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return []; // No /proc here.
  }
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0; // It ended between the two reads.
  }
}

/** The columns of /proc/<pid>/stat from the state (field 3) on; the name before them may hold spaces. */
function statColumns(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
