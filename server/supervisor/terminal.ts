import { closeSync, openSync } from 'node:fs';

const STARTED_WITH_ONE = hasTerminal();

/** True once the terminal that this process was started in is closed: SIGHUP then means that nobody is there. */
export function isTerminalGone(): boolean {
  return STARTED_WITH_ONE && !hasTerminal();
}

/** What is printed for a terminal or a pipe that is gone is lost; writing there must not end the process (EIO, EPIPE). */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** The kernel takes the terminal away from all its processes before it, or the shell, tells them (tty_ioctl(4)). */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false; // ENXIO without one, ENOENT where the system knows none.
  }
}
