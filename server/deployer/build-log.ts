import type { DeployerContext } from '#server/deployer/context.ts';
import { deploymentLogFile } from '#server/deployer/log-writer.ts';

const TAIL_LINES = 20;

/** The lines of fetching and building, in the log of their deployment as they come (console-spec 3.3). */
export class BuildLog {
  readonly #context: DeployerContext;
  readonly #file: string;
  /** The last lines. */
  readonly tail: string[] = [];

  constructor(context: DeployerContext, deploymentId: string) {
    this.#context = context;
    this.#file = deploymentLogFile(context.dataDir, deploymentId);
  }

  tell(line: string): void {
    this.tail.push(line);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    const { writer, now } = this.#context;
    writer.append(this.#file, { at: now(), source: 'build', level: 'info', text: line });
  }
}
