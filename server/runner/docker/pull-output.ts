import type { PullReport } from '#server/runner/port.ts';

export type PullEvent = {
  /** Of a layer; the reference's tag in the first line. */
  id?: string;
  status?: string;
  error?: string;
  progressDetail?: { current?: number; total?: number };
};

type Layer = { doneBytes: number; totalBytes: number; isDone: boolean };

const FETCHED = new Set(['Verifying Checksum', 'Download complete', 'Extracting', 'Pull complete']);
const DONE = new Set(['Pull complete', 'Already exists']);
/** What the engine says of each layer before anything else. */
const BEGUN = new Set(['Pulling fs layer', 'Already exists']);

/** What an engine tells while it pulls (moby, distribution/pull_v2.go), as lines for a log and as how far it is. */
export class PullOutput {
  readonly #onReport: (report: PullReport) => void;
  readonly #told = new Map<string, string>();
  readonly #layers = new Map<string, Layer>();

  constructor(onReport: (report: PullReport) => void) {
    this.#onReport = onReport;
  }

  take(event: PullEvent): void {
    this.#tellStep(event);
    this.#count(event);
  }

  /** One line for each new status of a layer, without the bytes that tick in between. */
  #tellStep({ id = '', status }: PullEvent): void {
    if (!status || this.#told.get(id) === status) return;
    this.#told.set(id, status);
    this.#onReport({ kind: 'line', text: id ? `${id}: ${status}` : status });
  }

  #count({ id, status = '', progressDetail: { current, total } = {} }: PullEvent): void {
    if (!id || !(BEGUN.has(status) || this.#layers.has(id))) return;
    const layer = this.#layers.get(id) ?? { doneBytes: 0, totalBytes: 0, isDone: false };
    this.#layers.set(id, layer);
    if (status === 'Downloading' && current && total) {
      layer.doneBytes = current;
      layer.totalBytes = total;
    }
    if (FETCHED.has(status)) layer.doneBytes = layer.totalBytes;
    if (DONE.has(status)) layer.isDone = true;
    this.#tellProgress();
  }

  #tellProgress(): void {
    const layers = [...this.#layers.values()];
    this.#onReport({
      kind: 'progress',
      doneBytes: layers.reduce((sum, { doneBytes }) => sum + doneBytes, 0),
      totalBytes: layers.reduce((sum, { totalBytes }) => sum + totalBytes, 0),
      layersDone: layers.filter(({ isDone }) => isDone).length,
      layers: layers.length,
    });
  }
}
