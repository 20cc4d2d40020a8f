import { z } from 'zod';
import { containerName, readRelayLabels, relayName } from './container-labels.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { logMessages } from './log-frames.ts';

/** Enough to reach behind what it may have complained of since. */
const LINES_READ = 100;

/** As relay.mjs prints it: `host:port` of who gets connections, and of who only keeps some. */
const reportSchema = z.object({ listed: z.array(z.string()), leaving: z.array(z.string()) });
type RelayReport = z.output<typeof reportSchema>;

/**
 * True while the relay of the service may lead to the instance, or holds connections to it: read from what it prints,
 * which works on engines of other machines, too. A relay that is not there holds none.
 */
export async function isRelayed(
  engine: Engine,
  owner: string,
  { serviceId, instanceId }: { serviceId: string; instanceId: string },
): Promise<boolean> {
  const name = relayName(serviceId);
  if (!(await isRunning(engine, owner, name))) return false;
  const report = await lastReport(engine, name);
  if (!report) return true;
  const start = `${containerName(instanceId)}:`;
  return [...report.listed, ...report.leaving].some((target) => target.startsWith(start));
}

async function isRunning(engine: Engine, owner: string, name: string): Promise<boolean> {
  try {
    const { Config, State } = await engine.ask((docker) => docker.getContainer(name).inspect());
    return State.Running && readRelayLabels(Config.Labels, owner) !== null;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return false;
    throw error;
  }
}

/** Undefined where it has said nothing so far. */
async function lastReport(engine: Engine, name: string): Promise<RelayReport | undefined> {
  const options = { stdout: true, stderr: false, timestamps: true, follow: false, tail: LINES_READ } as const;
  const log = await engine.ask((docker) => docker.getContainer(name).logs(options));
  let last: RelayReport | undefined;
  for await (const { text } of logMessages([log])) last = reportIn(text.toString('utf8')) ?? last;
  return last;
}

function reportIn(line: string): RelayReport | undefined {
  try {
    return reportSchema.parse(JSON.parse(line));
  } catch {
    return undefined; // Some other words of Node's.
  }
}
