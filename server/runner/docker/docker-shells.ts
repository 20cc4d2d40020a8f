// Webshells as execs with a terminal. Only they have one, so a terminal tells them from probes (execute-command.ts).
import { setTimeout as wait } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import type { TerminalSize } from '#server/domain/shell-protocol.ts';
import { type Shell, ShellError, type Shells } from '#server/runner/port.ts';
import { containerName } from './container-labels.ts';
import { instanceOf } from './container-state.ts';
import { DockerShell } from './docker-shell.ts';
import { endSession } from './end-session.ts';
import { type Engine, EngineRefusal } from './engine.ts';

/** By itself the engine holds Ctrl-P back, to see whether Ctrl-Q follows. Nobody types this. */
const DETACH_KEYS = 'ctrl-^,ctrl-],ctrl-^,ctrl-]';
const STARTS_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 20;

export class DockerShells implements Shells {
  readonly #engine: Engine;
  readonly #owner: string;

  constructor(engine: Engine, owner: string) {
    this.#engine = engine;
    this.#owner = owner;
  }

  async open(instanceId: string, size: TerminalSize): Promise<Shell> {
    const container = await this.#running(instanceId);
    const id = await this.#create(container.Id);
    const { docker } = this.#engine;
    const stream = await docker.getExec(id).start({ hijack: true, stdin: true, Tty: true });
    stream.on('error', () => stream.destroy()); // The engine went away: it ends.
    const shell = new DockerShell(this.#engine, { id, containerId: container.Id, stream });
    try {
      await this.#requireStarted(id, shell);
      await shell.resize(size);
      return shell;
    } catch (error) {
      await shell.end();
      throw error;
    }
  }

  async endLeft(instanceId: string): Promise<void> {
    const info = await this.#inspect(instanceId);
    for (const id of (info?.State.Running && info.ExecIDs) || []) {
      const exec = await this.#engine.ask((docker) => docker.getExec(id).inspect());
      if (exec.Running && exec.ProcessConfig.tty) await endSession(this.#engine, id);
    }
  }

  async #running(instanceId: string): Promise<ContainerInspectInfo> {
    const info = await this.#inspect(instanceId);
    if (info?.State.Running && !info.State.Paused) return info;
    throw new ShellError('shell_instance_gone', `${instanceId} does not run`);
  }

  /** Null where there is none of ours. */
  async #inspect(instanceId: string): Promise<ContainerInspectInfo | null> {
    try {
      const info = await this.#engine.ask((docker) =>
        docker.getContainer(containerName(instanceId)).inspect(),
      );
      return instanceOf(info, this.#owner) && info;
    } catch (error) {
      if (error instanceof EngineRefusal && error.status === 404) return null;
      throw error;
    }
  }

  async #create(containerId: string): Promise<string> {
    const options = {
      Cmd: ['sh'],
      Env: ['TERM=xterm-256color'],
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      DetachKeys: DETACH_KEYS,
    };
    try {
      return (await this.#engine.ask((docker) => docker.getContainer(containerId).exec(options))).id;
    } catch (error) {
      if (!(error instanceof EngineRefusal) || ![404, 409].includes(error.status)) throw error;
      throw new ShellError('shell_instance_gone', error.message, { cause: error });
    }
  }

  /** What cannot be run has ended with 126 or 127 before it had a process; the engine's reason is its output. */
  async #requireStarted(id: string, { stream }: Shell): Promise<void> {
    const deadline = performance.now() + STARTS_WITHIN_MS;
    while (performance.now() < deadline) {
      const { Running, ExitCode, Pid } = await this.#engine.ask((docker) => docker.getExec(id).inspect());
      if (Running && Pid > 0) return;
      if (!Running && ExitCode !== null) {
        if (ExitCode !== 126 && ExitCode !== 127) return;
        throw new ShellError('shell_missing', String(stream.read() ?? ''));
      }
      await wait(LOOK_AGAIN_MS);
    }
    throw new ShellError('shell_instance_gone', 'The shell did not start in time');
  }
}
