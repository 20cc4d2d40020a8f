import { PAGE_POLICY } from '#server/gateway/own-page.ts';
import { refusalPage } from '#server/gateway/refusal-page.ts';
import { languageOf, REFUSALS, type Refusal, type RefusalCode } from '#server/gateway/refusals.ts';
import type { OwnAnswer } from '#server/gateway/visitor.ts';
import type { WireProblem } from '#server/gateway/wire/problems.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

export type RefuseFacts = { requestId: string; signInUrl?: string | undefined };

/** One of our own refusals: a page for browsers, plain text or JSON for everything else. */
export function refusalAnswer(
  head: RequestHead,
  code: RefusalCode,
  facts: RefuseFacts,
  closes: boolean,
): OwnAnswer {
  const refusal: Refusal = REFUSALS[code];
  const { type, body } = bodyFor(head, code, facts);
  const retry = refusal.retryAfterSeconds;
  const lines = [
    `content-type: ${type}`,
    'cache-control: no-store',
    `x-request-id: ${facts.requestId}`,
    ...(type.startsWith('text/html') ? [PAGE_POLICY] : []),
    ...(retry === undefined ? [] : [`retry-after: ${retry}`]),
  ];
  return { status: refusal.status, lines: lines.map((line) => `${line}\r\n`).join(''), body, closes };
}

/** The answer to what is no request that could be passed on; nothing more is read from its connection. */
export function problemAnswer({ status, reason }: Pick<WireProblem, 'status' | 'reason'>): OwnAnswer {
  const body = JSON.stringify({ code: 'request_malformed', message: reason });
  return {
    status,
    lines: 'content-type: application/json\r\ncache-control: no-store\r\n',
    body,
    closes: true,
  };
}

function bodyFor(head: RequestHead, code: RefusalCode, { requestId, signInUrl }: RefuseFacts) {
  const accept = head.header('accept') ?? '';
  const language = languageOf(head.header('accept-language'));
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
