import { setTimeout as wait } from 'node:timers/promises';
import { wakeAll } from '#server/deployer/changes.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

const EVERY_MS = 5_000;
const EVERY_WHILE_DOWN_MS = 1_000;

/** Reads the machine again and again until called off. Notices an engine that went away or came back. */
export async function keepLookingAtMachine(
  context: DeployerContext,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await look(context, signal).catch(onError);
    const pauseMs = context.engine.downSince === null ? EVERY_MS : EVERY_WHILE_DOWN_MS;
    await wait(pauseMs, undefined, { signal }).catch(() => {}); // The loop's condition sees the abort.
  }
}

async function look(context: DeployerContext, signal: AbortSignal): Promise<void> {
  const { machine, engine } = context;
  const before = { isKnown: machine.capacity() !== null, isDown: engine.downSince !== null };
  const isUp = await machine.read();
  if (!isUp) engine.markDown();
  else if (before.isDown) await engine.refresh();
  if (signal.aborted) return;
  machine.save();
  const isKnown = machine.capacity() !== null;
  if (before.isKnown !== isKnown || before.isDown !== (engine.downSince !== null)) wakeAll(context);
}
