import { isTerminalGone } from '#server/supervisor/terminal.ts';

/** SIGHUP with the terminal still there asks for something else. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** One Ctrl-C may arrive several times: from the terminal, and passed on by npm and by the bootstrap. */
const SAME_PRESS_MS = 1_000;

export type StopSignals = {
  /** Resolves when someone asks to stop. */
  first: Promise<void>;
  /** Resolves when someone asks again, a second or more later: stop at once. */
  second: Promise<void>;
  [Symbol.dispose](): void;
};

/** Listens to the stop signals of this process until it is disposed of. */
export function stopSignals(): StopSignals {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal === 'SIGHUP' && !isTerminalGone()) return;
    firstAt ??= performance.now();
    first.resolve();
    if (performance.now() - firstAt >= SAME_PRESS_MS) second.resolve();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    first: first.promise,
    second: second.promise,
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
