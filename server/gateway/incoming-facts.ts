import type { IncomingMessage } from 'node:http';
import type { MatchableRequest } from '#server/domain/request-match.ts';
import { queryOf } from '#server/domain/request-match-typed.ts';

/** What rules look at of a request that came in. Read where a rule asks for it, not before. */
export class IncomingFacts implements MatchableRequest {
  readonly #request: IncomingMessage;
  readonly #path: string;
  #query: string | undefined;

  constructor(request: IncomingMessage, path: string) {
    this.#request = request;
    this.#path = path;
  }

  get query(): string {
    this.#query ??= queryOf(this.#path);
    return this.#query;
  }

  get cookies(): string {
    return textOf(this.#request.headersDistinct.cookie?.join('; ') ?? '');
  }

  header(name: string): string | undefined {
    const value = this.#request.headersDistinct[name]?.join(name === 'cookie' ? '; ' : ', ');
    return value === undefined ? undefined : textOf(value);
  }
}

/** Node gives bytes of a field as Latin-1; those who send other than ASCII send UTF-8. */
function textOf(value: string): string {
  return isAscii(value) ? value : Buffer.from(value, 'latin1').toString('utf8');
}

function isAscii(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) if (value.charCodeAt(index) > 0x7f) return false;
  return true;
}
