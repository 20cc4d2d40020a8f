import { listServiceMarks, readGatewayMark } from '#db/stores/service-marks.ts';
import type { DeployerContext } from '#server/deployer/context.ts';

/** Finds out, after any commit by anybody, whom it concerns: a few indexed reads, and mostly nobody. */
export class Changes {
  readonly #context: DeployerContext;
  #marks = new Map<string, string>();
  #gatewayMark = '';

  constructor(context: DeployerContext) {
    this.#context = context;
  }

  /** Asks for rounds of the services that changed, and of those that wait for a gateway that moved. */
  look(): void {
    const { db, awaitingGateway, wake } = this.#context;
    const marks = listServiceMarks(db);
    for (const [serviceId, mark] of marks) if (this.#marks.get(serviceId) !== mark) wake(serviceId);
    this.#marks = marks;
    const gatewayMark = readGatewayMark(db);
    if (gatewayMark !== this.#gatewayMark) for (const serviceId of awaitingGateway) wake(serviceId);
    this.#gatewayMark = gatewayMark;
  }
}

/** Asks for a round of every service there is something to do for. */
export function wakeAll({ db, wake }: Pick<DeployerContext, 'db' | 'wake'>): void {
  for (const serviceId of listServiceMarks(db).keys()) wake(serviceId);
}
