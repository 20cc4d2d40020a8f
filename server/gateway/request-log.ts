import { LOG_RING, type LoggedRequest } from '#server/domain/request-log.ts';
import { isErrorStatus } from '#server/domain/status-class.ts';

export type { LoggedRequest } from '#server/domain/request-log.ts';

/** Takes a service's finished requests; keep it, do not ask for it with every request. */
export interface ServiceLog {
  /** False where there is no room for a request that ended so: it is counted as missed, and nobody need put it together. */
  takes(status: number): boolean;
  add(request: LoggedRequest): void;
}

/** What was logged of one service since it was taken last, oldest first. */
export type LoggedService = { serviceId: string; requests: LoggedRequest[]; missed: number };

/** Requests taken from all rings at one time, so that storing them stays short. */
const MOST_AT_ONCE = 5_000;

/** Finished requests until they are stored: a ring for each service. What is too much is counted, never waited for. */
export class RequestLog {
  readonly #logs = new Map<string, RequestRing>();
  readonly #filled = new Set<RequestRing>();
  /** Requests that were never stored, since the start of this worker. */
  missed = 0;

  /** The one log of a service. */
  of(serviceId: string): ServiceLog {
    const known = this.#logs.get(serviceId);
    if (known) return known;
    const made = new RequestRing(serviceId, () => this.#filled.add(made));
    this.#logs.set(serviceId, made);
    return made;
  }

  /** Takes what was logged out of the rings; where that is very much, the rest comes the next time. */
  take(): LoggedService[] {
    const taken: LoggedService[] = [];
    let count = 0;
    for (const ring of this.#filled) {
      if (count >= MOST_AT_ONCE) break;
      const service = ring.take();
      this.#filled.delete(ring);
      taken.push(service);
      count += service.requests.length;
      this.missed += service.missed;
    }
    return taken;
  }

  /** Forgets the empty logs of services that are not routed any more. */
  forgetUnless(isRouted: (serviceId: string) => boolean): void {
    for (const [serviceId, ring] of this.#logs) {
      if (!this.#filled.has(ring) && !isRouted(serviceId)) this.#logs.delete(serviceId);
    }
  }
}

/**
 * Requests of one service. Once it is full, errors alone come in, each in place of the oldest: at tens of thousands of
 * requests a second most of what one kept would be thrown away again, at a tenth of the gateway's whole cost.
 */
class RequestRing implements ServiceLog {
  readonly #serviceId: string;
  readonly #onFilled: () => void;
  readonly #requests: LoggedRequest[] = [];
  #next = 0;
  #missed = 0;

  constructor(serviceId: string, onFilled: () => void) {
    this.#serviceId = serviceId;
    this.#onFilled = onFilled;
  }

  takes(status: number): boolean {
    if (this.#requests.length < LOG_RING || isErrorStatus(status)) return true;
    this.#missed += 1;
    return false;
  }

  add(request: LoggedRequest): void {
    if (this.#requests.length === 0) this.#onFilled();
    if (this.#requests.length < LOG_RING) {
      this.#requests.push(request);
      return;
    }
    this.#requests[this.#next] = request;
    this.#next = (this.#next + 1) % LOG_RING;
    this.#missed += 1;
  }

  take(): LoggedService {
    const requests = [...this.#requests.slice(this.#next), ...this.#requests.slice(0, this.#next)];
    const taken = { serviceId: this.#serviceId, requests, missed: this.#missed };
    this.#requests.length = 0;
    this.#next = 0;
    this.#missed = 0;
    return taken;
  }
}
