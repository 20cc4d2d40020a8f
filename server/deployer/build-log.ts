import { type DeployerContext, storeLine } from '#server/deployer/context.ts';
import { deploymentLogFile } from '#server/deployer/log-writer.ts';
import { logLevel } from '#server/domain/log-level.ts';

const TAIL_LINES = 20;

/** The lines of fetching and building, in the log of their deployment as they come (console-spec 3.3). */
export class BuildLog {
  readonly #context: DeployerContext;
  readonly #deploymentId: string;
  readonly #file: string;
  /** The last lines. */
  readonly tail: string[] = [];

  constructor(context: DeployerContext, deploymentId: string) {
    this.#context = context;
    this.#deploymentId = deploymentId;
    this.#file = deploymentLogFile(context.dataDir, deploymentId);
  }

  tell(line: string): void {
    this.tail.push(line);
    if (this.tail.length > TAIL_LINES) this.tail.shift();
    const { writer, now } = this.#context;
    const at = now();
    writer.append(this.#file, { at, source: 'build', level: 'info', text: line });
    const level = logLevel('build', line);
    storeLine(this.#context, this.#deploymentId, { at, stream: 'build', level, text: line });
  }
}
