import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { TerminalSize } from '#server/domain/shell-protocol.ts';
import type { Shell } from '#server/runner/port.ts';
import { endSession } from './end-session.ts';
import { type Engine, EngineRefusal } from './engine.ts';

const LOOK_AGAIN_MS = 20;
/** The engine may close the output before it knows the end, and know the shell's end before the container's. */
const SETTLES_WITHIN_MS = 1_000;
/** 128 and the number of a signal: the end of a container looks so from inside. */
const KILLED = 137;

export class DockerShell implements Shell {
  readonly stream: Duplex;
  readonly #engine: Engine;
  readonly #id: string;
  readonly #containerId: string;

  constructor(engine: Engine, parts: { id: string; containerId: string; stream: Duplex }) {
    this.stream = parts.stream;
    this.#engine = engine;
    this.#id = parts.id;
    this.#containerId = parts.containerId;
  }

  async resize({ columns, rows }: TerminalSize): Promise<void> {
    try {
      await this.#engine.ask((docker) => docker.getExec(this.#id).resize({ w: columns, h: rows }));
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error; // It has ended, and has no size.
    }
  }

  async exitCode(): Promise<number | null> {
    const deadline = performance.now() + SETTLES_WITHIN_MS;
    let code: number | null = null;
    while (performance.now() < deadline) {
      if (!(await this.#isContainerRunning())) return null;
      code ??= await this.#ownExitCode();
      if (code !== null && code !== KILLED) return code;
      await wait(LOOK_AGAIN_MS);
    }
    return code;
  }

  async end(): Promise<void> {
    await endSession(this.#engine, this.#id);
    this.stream.destroy();
  }

  async #ownExitCode(): Promise<number | null> {
    const { Running, ExitCode } = await this.#engine.ask((docker) => docker.getExec(this.#id).inspect());
    return Running ? null : ExitCode;
  }

  async #isContainerRunning(): Promise<boolean> {
    try {
      const { State } = await this.#engine.ask((docker) => docker.getContainer(this.#containerId).inspect());
      return State.Running;
    } catch (error) {
      if (error instanceof EngineRefusal && error.status === 404) return false;
      throw error;
    }
  }
}
