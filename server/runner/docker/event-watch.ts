import { setTimeout as wait } from 'node:timers/promises';
import { INSTANCE_LABEL, OWNER_LABEL } from './container-labels.ts';
import type { Engine } from './engine.ts';
import { jsonLines } from './json-lines.ts';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;
const EVENTS = ['start', 'die', 'oom', 'destroy'];

export type Hint = { instanceId: string | null };

/** Hints from the engine's event stream, until the signal. Each connection begins with a hint for all. */
export async function watchEvents(
  engine: Engine,
  owner: string,
  onChange: (hint: Hint) => void,
  signal: AbortSignal,
): Promise<void> {
  // In a task of its own: an error of the listener is not an error of the stream.
  const tell = (hint: Hint) => queueMicrotask(() => onChange(hint));
  for (let retryMs = FIRST_RETRY_MS; !signal.aborted; retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)) {
    try {
      const stream = await openEvents(engine, owner, signal);
      retryMs = FIRST_RETRY_MS;
      tell({ instanceId: null });
      for await (const event of jsonLines(stream)) tell({ instanceId: instanceIn(event) });
    } catch {
      // The engine went away or is not there yet; what was missed is covered by the hint after connecting.
    }
    await wait(retryMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {}); // Aborted: the loop ends.
  }
}

function openEvents(engine: Engine, owner: string, abortSignal: AbortSignal): Promise<NodeJS.ReadableStream> {
  const label = [`${OWNER_LABEL}=${owner}`, INSTANCE_LABEL];
  const filters = { type: ['container' as const], event: EVENTS, label };
  return engine.docker.getEvents({ filters, abortSignal });
}

function instanceIn(event: unknown): string | null {
  const { Actor } = event as { Actor?: { Attributes?: Record<string, string> } };
  return Actor?.Attributes?.[INSTANCE_LABEL] ?? null;
}
