import type { ManagedProcess } from '#server/supervisor/managed-process.ts';
import { isTerminalGone } from '#server/supervisor/terminal.ts';

/**
 * SIGHUP replaces these processes by new ones, one after the other, until it is disposed of. Where a new one comes to
 * nothing the others are left as they are.
 */
export function renewOnHangUp(processes: ManagedProcess[]): Disposable {
  let isRenewing = false;
  const onSignal = async () => {
    if (isRenewing || isTerminalGone()) return;
    isRenewing = true;
    console.log(await renewed(processes));
    isRenewing = false;
  };
  process.on('SIGHUP', onSignal);
  return { [Symbol.dispose]: () => void process.off('SIGHUP', onSignal) };
}

async function renewed(processes: ManagedProcess[]): Promise<string> {
  for (const managed of processes)
    if (!(await managed.renew())) return 'The gateway could not be renewed; it goes on as it was.';
  return 'The gateway is renewed: what the old processes have in flight, they finish.';
}
