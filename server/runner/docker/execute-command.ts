// A command in a container by the engine's exec API. That has no way to end one: see end-command.ts.
import { setTimeout as wait } from 'node:timers/promises';
import { LastLine } from '#server/runner/last-line.ts';
import { type CommandEnd, RunnerError } from '#server/runner/port.ts';
import { endCommand } from './end-command.ts';
import { asRunnerError, type Engine } from './engine.ts';
import { frames } from './log-frames.ts';

const LOOK_AGAIN_MS = 20;

/** Throws the signal's reason, and `engine_unavailable` where the container does not run. */
export async function executeCommand(
  engine: Engine,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<CommandEnd> {
  await requireNoneUnderWay(engine, container, command);
  const options = { Cmd: [...command], AttachStdout: true, AttachStderr: true };
  const { id } = await engine.ask((docker) => docker.getContainer(container).exec(options));
  try {
    const lastLine = await followOutput(engine, id, signal);
    return { exitCode: await exitCodeOf(engine, id, signal), lastLine };
  } catch (error) {
    signal.throwIfAborted();
    throw asRunnerError(error);
  } finally {
    if (signal.aborted) await endCommand(engine, id);
  }
}

/** One that could not be killed at its limit is waited for: many of them would fill the container. */
async function requireNoneUnderWay(
  engine: Engine,
  container: string,
  command: readonly string[],
): Promise<void> {
  const { ExecIDs } = await engine.ask((docker) => docker.getContainer(container).inspect());
  for (const id of ExecIDs ?? []) {
    const { Running, ProcessConfig } = await engine.ask((docker) => docker.getExec(id).inspect());
    const argv = [ProcessConfig.entrypoint, ...ProcessConfig.arguments];
    if (Running && JSON.stringify(argv) === JSON.stringify(command)) {
      throw new RunnerError('engine_unavailable', 'The same command is still under way');
    }
  }
}

async function followOutput({ docker }: Engine, id: string, abortSignal: AbortSignal): Promise<string> {
  const output = new LastLine();
  const stream = await docker.getExec(id).start({ abortSignal });
  for await (const { payload } of frames(stream as AsyncIterable<Buffer>)) output.add(payload);
  return output.read();
}

/** The engine may close the output a moment before it knows the end. */
async function exitCodeOf(engine: Engine, id: string, signal: AbortSignal): Promise<number> {
  for (;;) {
    signal.throwIfAborted();
    const { Running, ExitCode } = await engine.ask((docker) => docker.getExec(id).inspect());
    if (!Running && ExitCode !== null) return ExitCode;
    await wait(LOOK_AGAIN_MS, undefined, { signal });
  }
}
