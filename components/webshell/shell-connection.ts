// The browser's end of a webshell: a WebSocket to the deployer, opened with a ticket.
import {
  SHELL_FRAME_BYTES,
  SHELL_TOLD_EVERY_BYTES,
  type ShellNews,
  type ShellOrder,
  shellNewsSchema,
  type TerminalSize,
} from '#server/domain/shell-protocol.ts';

export type ShellHeard = {
  onOutput: (bytes: Uint8Array) => void;
  onNews: (news: ShellNews) => void;
  /** It was closed without a word, or was never reached. */
  onLost: () => void;
};

export class ShellConnection {
  readonly #socket: WebSocket;
  #hasHeardEnd = false;
  #shownBytes = 0;

  constructor(url: string, ticket: string, size: TerminalSize, heard: ShellHeard) {
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#order({ kind: 'open', ticket, ...size });
    this.#socket.onmessage = ({ data }) => this.#onMessage(data, heard);
    this.#socket.onclose = () => {
      if (!this.#hasHeardEnd) heard.onLost();
    };
  }

  type(text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += SHELL_FRAME_BYTES) {
      if (this.#isOpen) this.#socket.send(bytes.subarray(from, from + SHELL_FRAME_BYTES));
    }
  }

  resize(size: TerminalSize): void {
    this.#order({ kind: 'resize', ...size });
  }

  /** So many bytes of output are on the screen: the shell may show as many more. */
  noteShown(bytes: number): void {
    this.#shownBytes += bytes;
    if (this.#shownBytes < SHELL_TOLD_EVERY_BYTES) return;
    this.#order({ kind: 'shown', bytes: this.#shownBytes });
    this.#shownBytes = 0;
  }

  /** Without another word to who listens. */
  close(): void {
    this.#hasHeardEnd = true;
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  #order(order: ShellOrder): void {
    if (this.#isOpen) this.#socket.send(JSON.stringify(order));
  }

  #onMessage(data: unknown, heard: ShellHeard): void {
    if (data instanceof ArrayBuffer) {
      heard.onOutput(new Uint8Array(data));
      return;
    }
    const news = shellNewsSchema.parse(JSON.parse(String(data)));
    this.#hasHeardEnd ||= news.kind === 'ended' || news.kind === 'refused';
    heard.onNews(news);
  }
}
