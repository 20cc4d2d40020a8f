const KEPT = 20;

/**
 * What git says, line by line, without what is secret. Of a line that it draws again and again, as it does for
 * percentages, only the first and the last are told.
 */
export class GitLines {
  readonly #tell: (line: string) => void;
  readonly #secrets: string[];
  #rest = '';
  #drawn = '';
  /** The newest of them, oldest first. */
  readonly last: string[] = [];

  constructor(tell: (line: string) => void, token: string | null) {
    this.#tell = tell;
    this.#secrets = token === null ? [] : [token, Buffer.from(`x-access-token:${token}`).toString('base64')];
  }

  add(text: string): void {
    const pieces = (this.#rest + text).split(/(\r?\n|\r)/);
    this.#rest = pieces.pop() ?? '';
    for (let index = 0; index < pieces.length; index += 2) {
      this.#line(pieces[index] ?? '', pieces[index + 1] === '\r');
    }
  }

  end(): void {
    this.#line(this.#rest, false);
    this.#rest = '';
  }

  #line(text: string, isDrawnAgain: boolean): void {
    const what = /^(?:remote: )?[A-Za-z ]+:/.exec(text)?.[0] ?? '';
    if (isDrawnAgain && what === this.#drawn) return;
    this.#drawn = isDrawnAgain ? what : '';
    const line = this.#scrub(text).trimEnd();
    if (line === '') return;
    this.last.push(line);
    if (this.last.length > KEPT) this.last.shift();
    this.#tell(line);
  }

  #scrub(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, '***'), text);
  }
}
