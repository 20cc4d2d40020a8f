import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { visit } from '#e2e/visitor.ts';

const PERIOD_MS = 5;
const MOST_IN_FLIGHT = 64;

/** Milliseconds from the sending of a request to the end of its answer. */
export type Latency = {
  requests: number;
  failed: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
};

/** Visitors that come at about 200 a second whatever became of those before, 64 at a time at most, until it is stopped. */
export class SteadyLoad {
  readonly #url: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT });
  readonly #timer: NodeJS.Timeout;
  readonly #began = performance.now();
  readonly #timesMs: number[] = [];
  #inFlight = 0;
  #failed = 0;

  constructor(url: string) {
    this.#url = url;
    this.#timer = setInterval(() => void this.#visit(), PERIOD_MS);
  }

  /** Resolves once all answers are there. */
  async stop(): Promise<Latency> {
    clearInterval(this.#timer);
    const seconds = (performance.now() - this.#began) / 1000;
    while (this.#inFlight > 0) await pause(PERIOD_MS);
    this.#agent.destroy();
    const requests = this.#timesMs.length + this.#failed;
    return {
      requests,
      failed: this.#failed,
      perSecond: Math.round(requests / seconds),
      ...partsOf(this.#timesMs),
    };
  }

  async #visit(): Promise<void> {
    if (this.#inFlight >= MOST_IN_FLIGHT) return;
    this.#inFlight += 1;
    const began = performance.now();
    const answer = await visit(this.#url, this.#agent).catch(() => null);
    if (answer?.status === 200) this.#timesMs.push(performance.now() - began);
    else this.#failed += 1;
    this.#inFlight -= 1;
  }
}

function partsOf(timesMs: number[]): Pick<Latency, 'p50Ms' | 'p99Ms' | 'maxMs'> {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (part: number) => rounded(sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN);
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
