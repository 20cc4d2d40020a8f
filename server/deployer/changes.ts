import { listServiceMarks, readGatewayMark } from '#db/stores/service-marks.ts';
import { listWakeMarks } from '#db/stores/wake-requests.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

/** Finds out, after any commit by anybody, whom it concerns: a few indexed reads, and mostly nobody. */
export class Changes {
  readonly #context: DeployerContext;
  #marks = new Map<string, string>();
  #wakeMarks = new Map<string, number>();
  #gatewayMark = '';

  constructor(context: DeployerContext) {
    this.#context = context;
  }

  /** Asks for rounds of services that changed, that are asked for, or that wait for a gateway that moved. */
  look(): void {
    const { db, awaitingGateway, wake } = this.#context;
    const marks = listServiceMarks(db);
    for (const [serviceId, mark] of marks) if (this.#marks.get(serviceId) !== mark) wake(serviceId);
    this.#marks = marks;
    const wakeMarks = listWakeMarks(db);
    for (const [id, mark] of wakeMarks) if (this.#wakeMarks.get(id) !== mark) wake(id);
    this.#wakeMarks = wakeMarks;
    const gatewayMark = readGatewayMark(db);
    if (gatewayMark !== this.#gatewayMark) for (const serviceId of awaitingGateway) wake(serviceId);
    this.#gatewayMark = gatewayMark;
  }
}

/** Asks for a round of every service there is something to do for. */
export function wakeAll({ db, wake }: Pick<DeployerContext, 'db' | 'wake'>): void {
  for (const serviceId of listServiceMarks(db).keys()) wake(serviceId);
}
