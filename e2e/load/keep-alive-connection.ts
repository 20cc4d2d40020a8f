import { connect, type Socket } from 'node:net';
import { type RawAnswer, readAnswer } from '#e2e/load/read-answer.ts';

const ANSWER_DEADLINE_MS = 20_000;

/** One connection to the gateway that asks one request after the other, and never asks twice. */
export class KeepAliveConnection {
  readonly #socket: Socket;
  #text = '';
  #waiting: PromiseWithResolvers<RawAnswer> | undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.setTimeout(ANSWER_DEADLINE_MS, () => this.#fail('no answer in time'));
    this.#socket.on('data', (text: unknown) => this.#take(String(text)));
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.on('close', () => this.#fail('closed before the answer was whole'));
  }

  /** Rejects where the connection breaks before the answer is whole. */
  ask(request: string): Promise<RawAnswer> {
    this.#waiting = Promise.withResolvers();
    if (this.#text !== '') this.#fail(`bytes that nobody asked for: ${this.#text.slice(0, 200)}`);
    else this.#socket.write(request, 'latin1');
    return this.#waiting.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#text += text;
    const found = readAnswer(this.#text);
    if (!found || !this.#waiting) return;
    this.#text = this.#text.slice(found.end);
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(found.answer);
  }

  #fail(reason: string): void {
    this.#waiting?.reject(new Error(reason));
    this.#waiting = undefined;
  }
}
