import type { RawData, WebSocket } from 'ws';
import { type BegunShell, beginShell } from '#server/commands/begin-shell.ts';
import { endShell } from '#server/commands/end-shell.ts';
import { type ShellContext, shellCommands } from '#server/deployer/shell/shell-context.ts';
import { jsonOf, ShellSession } from '#server/deployer/shell/shell-session.ts';
import { whyNotStill } from '#server/deployer/shell/still-allowed.ts';
import { tell } from '#server/deployer/shell/tell.ts';
import { Problem } from '#server/domain/problem.ts';
import { SHELLS_IN_ALL, SHELLS_OF_PERSON } from '#server/domain/shell.ts';
import { SHELL_REFUSALS, type ShellRefusal, shellOpeningSchema } from '#server/domain/shell-protocol.ts';
import { type Shell, ShellError } from '#server/runner/port.ts';

/** Rights and instances are looked at again so often: what is taken away is gone within this and a little. */
const LOOK_EVERY_MS = 500;

type Opening = { ticket: string; columns: number; rows: number };

/** All webshells of this process: opens them by tickets, within limits, and ends those that may not go on. */
export class OpenShells {
  readonly #context: ShellContext;
  /** From the ticket on, so that those on their way count, too. */
  readonly #begun = new Set<BegunShell>();
  readonly #sessions = new Set<ShellSession>();
  readonly #looking: NodeJS.Timeout;
  #isClosed = false;

  constructor(context: ShellContext) {
    this.#context = context;
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  /** For the first message of a browser. */
  async greet(socket: WebSocket, message: RawData): Promise<void> {
    try {
      const opening = shellOpeningSchema.safeParse(jsonOf(message));
      if (opening.success) await this.#open(socket, opening.data);
      else socket.close(1008, 'not understood');
    } catch (error) {
      const code = refusalOf(error);
      if (code === 'shell_failed') this.#context.onError('webshell', error);
      tell(socket, { kind: 'refused', code });
      socket.close(1000);
    }
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    await Promise.all([...this.#sessions].map((session) => session.end('deployer')));
  }

  async #open(socket: WebSocket, { ticket, ...size }: Opening): Promise<void> {
    if (!this.#context.shells) throw new Problem('shell_not_isolated');
    const commands = shellCommands(this.#context);
    const begun = beginShell(commands, ticket, (shell) => this.#require(shell));
    this.#begun.add(begun);
    try {
      const shell = await this.#context.shells.open(begun.instanceId, size);
      await this.#carry(begun, socket, shell);
    } catch (error) {
      const problem = refusalOf(error);
      const nothing = { exitCode: null, bytesIn: 0, bytesOut: 0 };
      endShell(commands, begun.actor, begun.id, { reason: 'failed', problem, ...nothing });
      throw error;
    } finally {
      this.#begun.delete(begun);
    }
  }

  /** Resolves when it has ended. */
  async #carry(begun: BegunShell, socket: WebSocket, shell: Shell): Promise<void> {
    const session = new ShellSession(this.#context, begun, socket, shell);
    this.#sessions.add(session);
    if (this.#isClosed) void session.end('deployer');
    if (socket.readyState !== socket.OPEN) void session.end('left');
    await session.over;
    this.#sessions.delete(session);
  }

  #require(shell: BegunShell): void {
    const reason = whyNotStill(this.#context.db, shell, Date.now());
    if (reason) throw new Problem(reason === 'revoked' ? 'not_found' : 'shell_instance_gone');
    const own = [...this.#begun].filter(({ actor }) => actor.id === shell.actor.id);
    if (own.length < SHELLS_OF_PERSON && this.#begun.size < SHELLS_IN_ALL) return;
    throw new Problem('shell_limit', { params: { person: SHELLS_OF_PERSON, all: SHELLS_IN_ALL } });
  }

  #look(): void {
    for (const session of this.#sessions) session.look();
  }
}

/** What is no refusal by intent is ours, or the engine's. */
function refusalOf(error: unknown): ShellRefusal {
  const code = error instanceof Problem || error instanceof ShellError ? error.code : undefined;
  return SHELL_REFUSALS.find((known) => known === code) ?? 'shell_failed';
}
