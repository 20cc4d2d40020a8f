// The connection to one Docker Engine. Every question has a deadline, and every error comes out as RunnerError.
import Dockerode from 'dockerode';
import { RunnerError } from '#server/runner/port.ts';

/** Where Docker listens unless it is told otherwise. */
export const DEFAULT_HOST = 'unix:///var/run/docker.sock';
const QUESTION_DEADLINE_MS = 30_000;

/** The engine answered, with an HTTP status that is not success. Who knows what it means gives a better code. */
export class EngineRefusal extends RunnerError {
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super('engine_unavailable', message, options);
    this.status = status;
  }
}

export class Engine {
  /** The client for streams, which may be silent for as long as they like and end by their signal. */
  readonly docker: Dockerode;
  /** True where containers and this process may share a kernel: the engine listens on a socket of this machine. */
  readonly isLocal: boolean;
  readonly #connection: Dockerode.DockerOptions;
  readonly #underway = new Map<string, Promise<void>>();

  /** @param dockerHost as DOCKER_HOST has it: unix:///path, tcp://host:port, http:// or https:// */
  constructor(dockerHost: string = DEFAULT_HOST) {
    this.isLocal = dockerHost.startsWith('unix://');
    this.#connection = connectionOf(dockerHost);
    this.docker = new Dockerode(this.#connection);
  }

  /** Asks one thing. Throws {@link EngineRefusal}, or `engine_unavailable` where no answer comes in time. */
  async ask<Answer>(
    question: (docker: Dockerode) => Promise<Answer>,
    deadlineMs: number = QUESTION_DEADLINE_MS,
  ): Promise<Answer> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), deadlineMs);
    try {
      // The client's own timeout closes the connection; it does not end an answer that trickles.
      const docker = new Dockerode({ ...this.#connection, timeout: deadlineMs });
      return await Promise.race([question(docker), failed(late.signal, `No answer within ${deadlineMs} ms`)]);
    } catch (error) {
      throw asRunnerError(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs the work once for all who ask for the same thing at the same time. */
  once(thing: string, work: () => Promise<void>): Promise<void> {
    const underway = this.#underway.get(thing) ?? work().finally(() => this.#underway.delete(thing));
    this.#underway.set(thing, underway);
    return underway;
  }

  /** True where an engine answers within the time. */
  async answers(withinMs: number): Promise<boolean> {
    return this.ask((docker) => docker.ping(), withinMs).then(
      () => true,
      () => false,
    );
  }
}

/** As RunnerError, in the engine's own words. */
export function asRunnerError(error: unknown): RunnerError {
  if (error instanceof RunnerError) return error;
  const { statusCode, json, message } = error as { statusCode?: number; json?: unknown; message: string };
  if (statusCode === undefined) return new RunnerError('engine_unavailable', message, { cause: error });
  return new EngineRefusal(statusCode, messageIn(json) ?? withoutStatus(message), { cause: error });
}

function failed(signal: AbortSignal, message: string): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(message)), { once: true });
  });
}

function messageIn(body: unknown): string | null {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : null;
  return typeof message === 'string' ? message : null;
}

/** dockerode begins with `(HTTP code 404) no such container - `. */
function withoutStatus(message: string): string {
  return message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
}

/** `host: undefined` keeps the client from reading DOCKER_HOST once more by itself. */
function connectionOf(dockerHost: string): Dockerode.DockerOptions {
  if (dockerHost.startsWith('unix://')) {
    return { socketPath: dockerHost.slice('unix://'.length), host: undefined };
  }
  const url = new URL(dockerHost.replace(/^tcp:/, 'http:'));
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  return { host: url.hostname, port: url.port || (protocol === 'https' ? 2376 : 2375), protocol };
}
