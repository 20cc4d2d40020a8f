// Visitors who do not forgive: nothing is asked twice, and every answer is compared with what it has to be. Some ask
// on one connection for long, some on a new one each time; one request in four brings a body of its own.
import { createHash } from 'node:crypto';
import { KeepAliveConnection } from '#e2e/load/keep-alive-connection.ts';
import type { RawAnswer } from '#e2e/load/read-answer.ts';
import { until } from '#scripts/console-client.ts';

const VISITORS = 12;
/** Requests of a connection: the first visitor makes a new one each time. */
const LONGEST = 40;
const BODY_EVERY = 4;
/** So many failures are told; the others are counted. */
const TOLD = 10;

/** Names of the versions that may answer → what they say. */
export type Expected = Record<string, string>;

export class Load {
  requests = 0;
  failed = 0;
  readonly failures: string[] = [];
  /** Answers by the version that gave them. */
  readonly answered: Record<string, number> = {};
  readonly #port: number;
  readonly #host: string;
  readonly #expected: Expected;
  #isStopped = false;
  readonly #visitors: Promise<void>[];

  /** Begins at once. `url`: of a service of sample/hello. */
  constructor(url: string, expected: Expected) {
    const { port, host } = new URL(url);
    this.#port = Number(port);
    this.#host = host;
    this.#expected = expected;
    this.#visitors = Array.from({ length: VISITORS }, (_, index) => this.#visit(index));
  }

  /** Goes on until there were as many requests as this, then stops. */
  async stopAfter(requests: number): Promise<void> {
    await until(
      async () => this.requests,
      (count) => count >= requests,
      120_000,
    );
    this.#isStopped = true;
    await Promise.all(this.#visitors);
  }

  async #visit(index: number): Promise<void> {
    const most = 1 + Math.round((index * (LONGEST - 1)) / (VISITORS - 1));
    while (!this.#isStopped) {
      const connection = new KeepAliveConnection(this.#port);
      let left = most;
      while (left-- > 0 && !this.#isStopped && (await this.#ask(connection)));
      connection.close();
    }
  }

  /** True where the connection is good for another request. */
  async #ask(connection: KeepAliveConnection): Promise<boolean> {
    this.requests += 1;
    const body = this.requests % BODY_EVERY === 0 ? `${this.requests} `.repeat(100) : undefined;
    try {
      const answer = await connection.ask(requestOf(this.#host, body));
      const wrong = this.#wrongIn(answer, body);
      if (wrong !== undefined) this.#note(`${wrong}: ${answer.status} ${answer.body.slice(0, 200)}`);
      return answer.keepsOpen;
    } catch (error) {
      this.#note(error instanceof Error ? error.message : String(error));
      return false;
    }
  }

  #wrongIn({ status, headers, body }: RawAnswer, sent: string | undefined): string | undefined {
    const version = headers.get('x-cloudberth-version') ?? '';
    this.answered[version] = (this.answered[version] ?? 0) + 1;
    if (status !== 200) return 'not 200';
    const said = this.#expected[version];
    if (said === undefined) return `answered by ${version}`;
    if (body !== (sent === undefined ? `hello ${said}\n` : receiptOf(sent))) return 'not the answer to this';
    return headers.get('x-sample-version') === said ? undefined : `${version} is not ${said}`;
  }

  #note(failure: string): void {
    this.failed += 1;
    if (this.failures.length < TOLD) this.failures.push(`request ${this.requests}: ${failure}`);
  }
}

function requestOf(host: string, body: string | undefined): string {
  if (body === undefined) return `GET / HTTP/1.1\r\nhost: ${host}\r\naccept: text/plain\r\n\r\n`;
  return `POST /upload HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** What /upload of the sample answers to a body. */
function receiptOf(body: string): string {
  const sha256 = createHash('sha256').update(body).digest('hex');
  return `${JSON.stringify({ bytes: body.length, sha256 })}\n`;
}
