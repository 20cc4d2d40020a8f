import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { GIT_SETTINGS, gitEnvironment } from './git-environment.ts';
import { gitFailure } from './git-failure.ts';
import { GitLines } from './git-lines.ts';
import { SourceError } from './source-error.ts';

export type GitOptions = { url: string; token: string | null; tell: (line: string) => void };

/** The program git, kept from the settings of its user, from questions, and from every protocol but https and files. */
export class Git {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #options: GitOptions;

  private constructor(folder: string, options: GitOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#env = gitEnvironment(path.join(folder, 'settings'), options);
  }

  static async open(options: GitOptions): Promise<Git> {
    const folder = await mkdtemp(path.join(tmpdir(), 'berth-git-'));
    await writeFile(path.join(folder, 'settings'), GIT_SETTINGS);
    return new Git(folder, options);
  }

  /** Tells what it says. Throws {@link SourceError}, or the signal's reason. */
  async run(args: string[], signal: AbortSignal): Promise<void> {
    await this.#start(args, '\n', signal, () => {});
  }

  /** What it prints. */
  async read(args: string[], signal: AbortSignal): Promise<string> {
    const lines: string[] = [];
    await this.#start(args, '\n', signal, (line) => lines.push(line));
    return lines.join('\n');
  }

  /** Each part of what it prints, ended by NUL. What `take` throws ends git, too. */
  async each(args: string[], signal: AbortSignal, take: (part: string) => void): Promise<void> {
    await this.#start(args, '\0', signal, take);
  }

  async #start(
    args: string[],
    end: '\n' | '\0',
    signal: AbortSignal,
    take: (part: string) => void,
  ): Promise<void> {
    signal.throwIfAborted();
    // A group of its own: git leaves the work to others, which would go on without it.
    const child = spawn('git', args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = () => killGroup(child.pid);
    signal.addEventListener('abort', kill, { once: true });
    const { url, token, tell } = this.#options;
    const said = new GitLines(tell, token);
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.add(text));
    try {
      const closed = once(child, 'close');
      closed.catch(() => {}); // Waited for below.
      for await (const part of partsOf(child.stdout, end)) take(part);
      const [code] = await closed;
      said.end();
      signal.throwIfAborted();
      if (code !== 0) throw gitFailure(said.last, url);
    } catch (error) {
      throw isMissing(error) ? new SourceError('source_fetch_fail', { reason: 'git_missing' }) : error;
    } finally {
      signal.removeEventListener('abort', kill);
      kill();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function* partsOf(stream: NodeJS.ReadableStream, end: '\n' | '\0'): AsyncIterable<string> {
  if (end === '\n') {
    yield* createInterface({ input: stream });
    return;
  }
  let rest = '';
  stream.setEncoding('utf8');
  for await (const text of stream) {
    const parts = (rest + text).split(end);
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
