// What a process and all it started cost, from /proc.
import { readdirSync, readFileSync } from 'node:fs';

/** Linux shows times to programs in hundredths of a second, whatever its own clock is. */
const TICK_US = 10_000;

/** Microseconds of processor time, user and system, of a process, what it started, and what of that has ended. */
export function cpuUsOf(pid: number): number {
  return treeOf(pid).reduce((sum, member) => sum + statOf(member).cpuTicks * TICK_US, 0);
}

/** Bytes of memory that a process and what it started hold now (RSS). */
export function memoryBytesOf(pid: number): number {
  return treeOf(pid).reduce((sum, member) => sum + kibOf('VmRSS', read(member, 'status')) * 1024, 0);
}

/** The fields of `/proc/<pid>/stat`; a program's name may hold spaces and brackets. */
export function parseStat(stat: string): { parentId: number; cpuTicks: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map(Number);
  const cpuTicks = (user ?? 0) + (system ?? 0) + (endedUser ?? 0) + (endedSystem ?? 0);
  return { parentId: Number(fields[1]), cpuTicks };
}

function treeOf(pid: number): number[] {
  const parents = parentIds();
  const tree = [pid];
  for (const member of tree) {
    for (const [child, parent] of parents) if (parent === member) tree.push(child);
  }
  return tree;
}

function parentIds(): Map<number, number> {
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(ids.map((id) => [id, statOf(id).parentId]));
}

function statOf(pid: number): { parentId: number; cpuTicks: number } {
  return parseStat(read(pid, 'stat'));
}

function kibOf(name: string, text: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}

/** Empty where the process has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
