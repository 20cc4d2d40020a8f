import type { MatchableRequest } from '#server/domain/request-match.ts';
import { queryOf } from '#server/domain/request-match-typed.ts';
import { ConnectionOptions } from '#server/gateway/wire/connection-options.ts';
import { fieldName, fieldValue, readFields } from '#server/gateway/wire/fields.ts';
import { Framing } from '#server/gateway/wire/framing.ts';
import type { RequestLine } from '#server/gateway/wire/request-line.ts';

/** The head of one request, checked and made ready to be passed on; made by `readRequestHead`. */
export class RequestHead implements MatchableRequest {
  readonly kind = 'request';
  readonly framing = new Framing();
  readonly connection = new ConnectionOptions();
  readonly method: string;
  /** Path with query, as it was sent; `*` for OPTIONS of the whole server. */
  readonly path: string;
  /** 0 or 1, of HTTP/1. */
  readonly minor: number;
  /** As the visitor wrote it, with port; what the instance gets as Host. */
  authority = '';
  /** For the table: lower case, without port and trailing dot. */
  host = '';
  /** Lines for the instance, each with its CR LF: all fields but Host and those that end here. */
  passed = '';
  expectsContinue = false;
  /** The protocol that the connection is to change to; null where none is asked for. */
  upgrade: string | null = null;
  /** The whole head as Latin-1, with its empty line. */
  readonly text: string;
  readonly fieldsStart: number;

  constructor(text: string, { method, minor, end }: RequestLine, path: string) {
    this.text = text;
    this.method = method;
    this.minor = minor;
    this.fieldsStart = end;
    this.path = path;
  }

  get hasBody(): boolean {
    return this.framing.isChunked || this.framing.length > 0;
  }

  get query(): string {
    return queryOf(this.path);
  }

  get cookies(): string {
    return this.header('cookie') ?? '';
  }

  /** Value of the fields with this lower-case name, joined as RFC 9110 §5.3 and RFC 6265 §5.4 say. */
  header(name: string): string | undefined {
    const count = Number(readFields(this.text, this.fieldsStart, this.text.length - 2));
    let joined: string | undefined;
    for (let index = 0; index < count; index += 1) {
      if (fieldName(this.text, index) !== name) continue;
      const value = fieldValue(this.text, index);
      joined = joined === undefined ? value : `${joined}${name === 'cookie' ? '; ' : ', '}${value}`;
    }
    return joined === undefined ? undefined : textOf(joined);
  }
}

/** Those who send other than ASCII send UTF-8. */
export function textOf(latin1: string): string {
  for (let at = 0; at < latin1.length; at += 1) {
    if (latin1.charCodeAt(at) > 0x7f) return Buffer.from(latin1, 'latin1').toString('utf8');
  }
  return latin1;
}
