import { noticeBeforeMs } from '#server/domain/shell.ts';

type Heard = { onNotice: (endsInMs: number) => void; onEnd: () => void };

/** Calls once nothing was typed for as long as is allowed, and once before, in time to type something. */
export class IdleWatch {
  readonly #idleMs: number;
  readonly #heard: Heard;
  #touchedAt = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(idleMs: number, heard: Heard) {
    this.#idleMs = idleMs;
    this.#heard = heard;
    this.#waitForNotice();
  }

  touch(): void {
    this.#touchedAt = performance.now();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  get #leftMs(): number {
    return this.#touchedAt + this.#idleMs - performance.now();
  }

  #waitForNotice(): void {
    const noticeMs = noticeBeforeMs(this.#idleMs);
    this.#timer = setTimeout(
      () => {
        if (this.#leftMs > noticeMs) return this.#waitForNotice();
        this.#heard.onNotice(this.#leftMs);
        this.#waitForEnd(this.#touchedAt);
      },
      Math.max(1, this.#leftMs - noticeMs),
    );
  }

  #waitForEnd(noticedAt: number): void {
    this.#timer = setTimeout(
      () => {
        if (this.#touchedAt !== noticedAt) this.#waitForNotice();
        else if (this.#leftMs > 0) this.#waitForEnd(noticedAt);
        else this.#heard.onEnd();
      },
      Math.max(1, this.#leftMs),
    );
  }
}
