// HTTP/2 comes from h2load, of which only the count is taken: wrk does not speak it.
import { LOAD_CORE, runPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';
import { SPLIT_HOST } from '#bench/gateway/proxy.ts';

const CONNECTIONS = 16;
const STREAMS = 4;

/** Requests that were answered, on 16 connections with 4 streams at a time. Throws where one failed. */
export async function runH2Load(port: number, seconds: number): Promise<number> {
  const clients = ['-t', '1', '-c', String(CONNECTIONS), '-m', String(STREAMS), '-D', String(seconds)];
  const target = ['--connect-to', `127.0.0.1:${port}`, '-H', `:authority: ${SPLIT_HOST}`];
  const args = [...clients, ...target, `https://${SPLIT_HOST}:${port}/`];
  return readH2Load(await runPinned({ core: LOAD_CORE, program: programOf('h2load'), args }));
}

/** The count in h2load's summary; what is still under way at the end of the time is none. */
export function readH2Load(output: string): number {
  if (!/^Application protocol: h2$/m.test(output)) throw new Error(`HTTP/2 was not spoken:\n${output}`);
  const counts = /(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout/.exec(output);
  const [succeeded = 0, failed = 0, errored = 0, timeout = 0] = (counts ?? []).slice(1).map(Number);
  if (failed + errored + timeout > 0 || succeeded === 0) throw new Error(`requests failed:\n${output}`);
  return succeeded;
}
