// What the engine tells of a build, event by event, as whole lines.
import { stripVTControlCharacters } from 'node:util';
import { RunnerError } from '#server/runner/port.ts';

type BuildEvent = {
  /** Output of the builder and of its steps, in pieces of any size. */
  stream?: string;
  /** Of a base image that is pulled. */
  status?: string;
  id?: string;
  aux?: { ID?: string };
  error?: string;
  errorDetail?: { code?: number; message?: string };
};

const TAIL_LINES = 20;
const LONGEST_LINE = 16 * 1024;

export class BuildOutput {
  readonly #onLine: (line: string) => void;
  readonly #told = new Map<string, string>();
  #pending = '';
  #imageId: string | null = null;
  #isCached = false;
  readonly #made: string[] = [];
  /** The instruction under way, as in the Dockerfile. */
  step: string | null = null;
  failure: { message: string; exitCode: number | null } | null = null;
  readonly tail: string[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Throws where the event says that the build has failed. */
  take(event: unknown): void {
    const { stream, status, id = '', aux, error, errorDetail } = event as BuildEvent;
    if (stream) this.#add(stream);
    if (status && this.#told.get(id) !== status) this.#tell(id ? `${id}: ${status}` : status);
    if (status) this.#told.set(id, status);
    if (aux?.ID) this.#imageId = aux.ID;
    if (error) this.#fail(errorDetail?.message ?? error, errorDetail?.code ?? null);
  }

  /** Short ids of what the build has left on the way since this was asked last: images without a name. */
  takeMade(): string[] {
    return this.#made.splice(0);
  }

  /** The id of the image. Throws `engine_unavailable` where the engine broke off before it was made. */
  end(): string {
    this.#flush();
    if (this.#imageId) return this.#imageId;
    throw new RunnerError('engine_unavailable', 'The engine broke the build off');
  }

  #add(text: string): void {
    const lines = (this.#pending + text).split('\n');
    this.#pending = lines.pop() ?? '';
    for (const line of lines) this.#tell(line);
    if (this.#pending.length > LONGEST_LINE) this.#flush();
  }

  #fail(message: string, exitCode: number | null): never {
    this.#flush();
    this.failure = { message, exitCode };
    this.#tell(message);
    throw new RunnerError('engine_unavailable', message); // Whoever catches it reads `failure`.
  }

  #flush(): void {
    const rest = this.#pending;
    this.#pending = '';
    this.#tell(rest);
  }

  /** Of a line that was drawn over itself, as progress bars are, the last state. */
  #tell(raw: string): void {
    const line = stripVTControlCharacters(raw).trimEnd().split('\r').at(-1)?.slice(0, LONGEST_LINE) ?? '';
    if (line.trim() === '') return;
    this.step = /^Step \d+\/\d+ : (.*)$/.exec(line)?.[1] ?? this.step;
    this.#noteMade(line);
    this.tail.push(line);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    this.#onLine(line);
  }

  /** Each step but FROM ends with ` ---> <id>`; one that was in the cache is perhaps somebody else's. */
  #noteMade(line: string): void {
    if (/^Step \d+\/\d+ :/.test(line)) this.#isCached = /^FROM\b/i.test(this.step ?? '');
    if (line === ' ---> Using cache') this.#isCached = true;
    const id = /^ ---> ([0-9a-f]{12})$/.exec(line)?.[1];
    if (id && !this.#isCached) this.#made.push(id);
  }
}
