// The load: Debian's wrk, because it costs little itself (about 5 µs a request, so that one core can drive the other
// to its limit), speaks keep-alive on any number of connections, and pauses between requests by a script. A fixed
// rate is 64 connections that each pause 64 ms on average: 1,000 requests a second, at moments of their own. h2load's
// `--rps` has a grid of 10 ms on which all its clients fire together, which would measure that queue.
import path from 'node:path';
import { z } from 'zod';
import { LOAD_CORE, runPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';

const SCRIPT = path.join(import.meta.dirname, 'load.lua');

export type Load = {
  url: string;
  /** Goes as Host. */
  host: string;
  connections: number;
  seconds: number;
  method?: 'GET' | 'POST';
  bodyBytes?: number;
  /** Mean pause of each connection between two requests. */
  pauseMs?: number;
};

/** Times of one request are from its first byte sent to the last byte of its answer. */
export type Loaded = {
  requests: number;
  seconds: number;
  /** Bytes of the answers, heads included. */
  bytes: number;
  p50Us: number;
  p99Us: number;
  maxUs: number;
};

const resultSchema = z.object({
  requests: z.number(),
  durationUs: z.number(),
  bytes: z.number(),
  p50Us: z.number(),
  p99Us: z.number(),
  maxUs: z.number(),
  errors: z.number(),
});

/** Runs one load to its end. Throws where a request failed or was not answered with 2xx or 3xx. */
export async function runLoad(load: Load): Promise<Loaded> {
  return readResult(await runPinned({ core: LOAD_CORE, program: programOf('wrk'), args: argumentsOf(load) }));
}

/** What load.lua wrote as its last line. */
export function readResult(output: string): Loaded {
  const line = /^RESULT (.*)$/m.exec(output)?.[1];
  if (!line) throw new Error(`wrk gave no result:\n${output}`);
  const { durationUs, errors, ...result } = resultSchema.parse(JSON.parse(line));
  if (errors > 0) throw new Error(`${errors} of ${result.requests} requests failed:\n${output}`);
  if (result.requests === 0) throw new Error(`no request was answered:\n${output}`);
  return { ...result, seconds: durationUs / 1e6 };
}

function argumentsOf({ url, host, connections, seconds, method = 'GET', bodyBytes = 0, pauseMs = 0 }: Load) {
  const options = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', SCRIPT];
  return [...options, '-H', `Host: ${host}`, url, '--', method, String(bodyBytes), String(pauseMs)];
}
