// The end of what a command writes, however much it writes.
const KEPT_BYTES = 8 * 1024;
const LONGEST_LINE = 300;

export class LastLine {
  #tail: Buffer = Buffer.alloc(0);

  add(chunk: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-KEPT_BYTES);
  }

  /** The last line that is not blank, without control characters; empty where there is none. */
  read(): string {
    const lines = this.#tail.toString('utf8').split(/[\r\n]+/);
    const texts = lines.map((line) => line.replace(/\p{Cc}/gu, '').trim());
    return texts.findLast((line) => line !== '')?.slice(0, LONGEST_LINE) ?? '';
  }
}
