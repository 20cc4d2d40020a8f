import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { refusalPage } from '#server/gateway/refusal-page.ts';
import { languageOf, REFUSALS, type Refusal, type RefusalCode } from '#server/gateway/refusals.ts';

/** `closes`: the connection ends with this answer. */
export type RefuseFacts = { requestId: string; closes: boolean; signInUrl?: string | undefined };

/** Answers with one of our own refusals: a page for browsers, plain text or JSON for everything else. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  code: RefusalCode,
  facts: RefuseFacts,
): void {
  const refusal: Refusal = REFUSALS[code];
  const { type, body } = bodyFor(request, code, facts);
  const headers: OutgoingHttpHeaders = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-request-id': facts.requestId,
  };
  if (refusal.retryAfterSeconds !== undefined) headers['retry-after'] = String(refusal.retryAfterSeconds);
  if (facts.closes) headers.connection = 'close';
  response.writeHead(refusal.status, headers);
  response.end(body);
}

function bodyFor(request: IncomingMessage, code: RefusalCode, { requestId, signInUrl }: RefuseFacts) {
  const accept = request.headers.accept ?? '';
  const language = languageOf(request.headers['accept-language']);
  const { title, text } = REFUSALS[code][language];
  if (accept.includes('text/html')) {
    return { type: 'text/html; charset=utf-8', body: refusalPage({ code, language, requestId, signInUrl }) };
  }
  if (accept.includes('text/plain') && !accept.includes('json')) {
    const lines = [title, text, ...(signInUrl ? [signInUrl] : []), `${code} ${requestId}`];
    return { type: 'text/plain; charset=utf-8', body: `${lines.join('\n')}\n` };
  }
  const body = JSON.stringify({
    code,
    message: `${title}${language === 'zh' ? '：' : ': '}${text}`,
    requestId,
  });
  return { type: 'application/json; charset=utf-8', body };
}
