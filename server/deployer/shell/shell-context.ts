import type { Db } from '#db/open.ts';
import type { ShellCommandContext } from '#server/commands/begin-shell.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import type { ShellSettings } from '#server/domain/shell-address.ts';
import type { Shells } from '#server/runner/port.ts';

/** What the parts of this folder work with. */
export type ShellContext = {
  db: Db;
  /** Null: the runner has none. */
  shells: Shells | null;
  settings: ShellSettings;
  /** Where the console's pages are served. */
  consolePort: number;
  idleMs: number;
  onError: (what: string, error: unknown) => void;
};

export function shellCommands({ db }: ShellContext): ShellCommandContext {
  return { db, actor: SYSTEM, now: Date.now, randomText };
}
