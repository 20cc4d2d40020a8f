import { type LogLine, RunnerError } from '#server/runner/port.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { type LogMessage, logLines, logMessages } from './log-frames.ts';

const SEEN_AGAIN_SECONDS = 1;

/** The log of a container from `since` (epoch ms) on, then live until its end or the signal; empty where it is gone. */
export async function* containerLog(
  engine: Engine,
  name: string,
  abortSignal: AbortSignal,
  since: number,
): AsyncGenerator<LogLine> {
  try {
    yield* logLines(followed(engine, name, abortSignal, since));
  } catch (error) {
    if (abortSignal.aborted) return;
    const refusal = asRunnerError(error);
    if (!(refusal instanceof EngineRefusal) || refusal.status !== 404) throw refusal;
  }
}

/** The engine may lose the last messages of a follower when a container ends; they are read once more. */
async function* followed(
  engine: Engine,
  name: string,
  abortSignal: AbortSignal,
  since: number,
): AsyncGenerator<LogMessage> {
  const container = engine.docker.getContainer(name);
  const options = { stdout: true, stderr: true, timestamps: true, abortSignal };
  const last: Record<LogLine['stream'], string> = { stdout: '', stderr: '' };
  const source = await container.logs({
    ...options,
    follow: true,
    since: Math.max(0, Math.floor(since / 1000)),
  });
  for await (const message of logMessages(source as AsyncIterable<Buffer>)) {
    last[message.stream] = message.stamp;
    yield message;
  }
  await requireEnded(engine, name);
  const rest = await container.logs({ ...options, follow: false, since: sinceOf(last) });
  for await (const message of logMessages([rest])) {
    if (message.stamp > last[message.stream]) yield message;
  }
}

/** A stream that ends while the container runs was cut off: by a restart of the engine, for one. */
async function requireEnded(engine: Engine, name: string): Promise<void> {
  const { State } = await engine.ask((docker) => docker.getContainer(name).inspect());
  if (State.Running)
    throw new RunnerError('engine_unavailable', 'The log stream broke off while the instance runs');
}

/** Epoch seconds shortly before the latest message: the engine need not read the whole log again. */
function sinceOf(last: Record<LogLine['stream'], string>): number {
  const latest = Object.values(last).sort().at(-1);
  return latest ? Math.floor(Date.parse(latest) / 1000) - SEEN_AGAIN_SECONDS : 0;
}
