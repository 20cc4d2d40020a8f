import { readFile } from 'node:fs/promises';
import type { Engine } from './engine.ts';

/**
 * Kills a command that an exec started, with its children: runc makes each the leader of a process group. Where its
 * process is not one of this machine's, or not ours to kill, it goes on until it or its container ends.
 */
export async function endCommand(engine: Engine, execId: string): Promise<void> {
  const found = await engine.ask((docker) => docker.getExec(execId).inspect()).catch(() => null); // Gone is ended.
  if (!found?.Running || !engine.isLocal) return;
  const { Pid, ContainerID } = found;
  if (Pid > 1 && (await isInContainer(Pid, ContainerID))) kill(Pid);
}

/** An engine behind a local socket may still count its processes apart from ours. */
export async function isInContainer(pid: number, containerId: string): Promise<boolean> {
  const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''); // Not here, or ended.
  return groups.includes(containerId);
}

function kill(groupId: number): void {
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    // Ended meanwhile, or not ours to kill: nothing else can be done about it.
  }
}
