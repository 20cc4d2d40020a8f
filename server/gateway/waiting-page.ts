// What a browser sees while the version that it asked for is being started (product.md, 7). The page asks again for
// the same address at once, and that request waits like any other: its answer takes the page's place as soon as there
// is one. 503 with Retry-After is what says to caches, crawlers and monitors that this is not the service's page and
// that it will be there (RFC 9110 §15.6.4); a 200 or 202 would be kept, indexed, and taken for health.
import { ownPage, PAGE_POLICY } from '#server/gateway/own-page.ts';
import { REQUEST_ID } from '#server/gateway/refusal-page.ts';
import { type Language, languageOf } from '#server/gateway/refusals.ts';
import type { OwnAnswer } from '#server/gateway/visitor.ts';
import type { Wake } from '#server/gateway/wake.ts';
import type { RequestHead } from '#server/gateway/wire/request-head.ts';

export const WAITING_STATUS = 503;
/** Where nothing better is known. */
const RETRY_AFTER_SECONDS = 3;
/** A start that did not succeed is asked for less and less often. */
const FEWEST_SECONDS = 15;
const MOST_SECONDS = 60;

/** Whether it is a browser that shows what it gets: not a script, an image or a program, and nothing with a body. */
export function takesWaitingPage(head: RequestHead): boolean {
  if (head.method !== 'GET' || head.hasBody || head.upgrade !== null) return false;
  if (!head.header('accept')?.includes('text/html') || head.header('x-requested-with') !== undefined)
    return false;
  // Browsers send it to https and to this machine only.
  const mode = head.header('sec-fetch-mode');
  return mode === undefined || mode === 'navigate';
}

export type WaitingFacts = {
  wake: Pick<Wake, 'since' | 'usualMs'>;
  requestId: string;
  /** Epoch ms. */
  now: number;
  /** After this long a start has failed, or takes longer than anybody should have to wait unasked. */
  holdMs: number;
  closes: boolean;
};

/** The page as an answer. */
export function waitingAnswer(head: RequestHead, facts: WaitingFacts): OwnAnswer {
  const { wake, now, holdMs, requestId, closes } = facts;
  const language = languageOf(head.header('accept-language'));
  const waitedMs = Math.max(0, now - wake.since);
  const isLate = waitedMs >= holdMs;
  const againIn = isLate ? backoffSeconds(waitedMs) : 0;
  const lines = [
    'content-type: text/html; charset=utf-8',
    'cache-control: no-store',
    PAGE_POLICY,
    `retry-after: ${isLate ? againIn : expectedSeconds(wake.usualMs, waitedMs)}`,
    `x-request-id: ${requestId}`,
  ];
  return {
    status: WAITING_STATUS,
    lines: lines.map((line) => `${line}\r\n`).join(''),
    body: pageOf({
      language,
      waitedMs,
      usualMs: wake.usualMs,
      againIn,
      isLate,
      requestId,
    }),
    closes,
  };
}

/** Seconds until the page of a late start asks again. */
function backoffSeconds(waitedMs: number): number {
  return Math.min(MOST_SECONDS, Math.max(FEWEST_SECONDS, Math.round(waitedMs / 2_000)));
}

function expectedSeconds(usualMs: number | null | undefined, waitedMs: number): number {
  return usualMs == null ? RETRY_AFTER_SECONDS : Math.max(1, Math.ceil((usualMs - waitedMs) / 1000));
}

type Shown = {
  language: Language;
  waitedMs: number;
  usualMs: number | null | undefined;
  /** Seconds. */
  againIn: number;
  isLate: boolean;
  requestId: string;
};

function pageOf({ language, waitedMs, usualMs, againIn, isLate, requestId }: Shown): string {
  const words = WORDS[language];
  const retry = isLate ? `\n<p><a href="">${words.tryNow}</a></p>` : '';
  return ownPage({
    language,
    againIn,
    title: isLate ? words.lateTitle : words.title,
    content: `<p role="status">${isLate ? words.lateText(againIn) : words.text}</p>${retry}`,
    facts: [
      [words.waited, words.duration(waitedMs)],
      [words.usual, usualMs == null ? words.unknown : words.duration(usualMs)],
      [REQUEST_ID[language], requestId],
    ],
  });
}

const WORDS = {
  zh: {
    title: '服务正在启动',
    text: '服务目前没有运行中的实例（一段时间无人访问后会休眠）。你的请求已将它唤醒，启动完成后本页会自动继续。',
    lateTitle: '服务还没有启动成功',
    lateText: (seconds: number) =>
      `已超过等待时限，服务仍没有可用的实例。平台会继续尝试启动，本页将在 ${seconds} 秒后自动重试。`,
    tryNow: '立即重试',
    waited: '已等待',
    usual: '以往启动',
    unknown: '暂无记录',
    duration: (ms: number) => (ms < 1_000 ? '不到 1 秒' : `约 ${Math.round(ms / 1000)} 秒`),
  },
  en: {
    title: 'The service is starting',
    text: 'It has no running instance right now: without visitors it goes to sleep after a while. Your request has woken it, and this page goes on by itself as soon as it is ready.',
    lateTitle: 'The service has not started yet',
    lateText: (seconds: number) =>
      `It took longer than requests may wait, and there is still no instance that can answer. Starting goes on; this page tries again by itself in ${seconds} seconds.`,
    tryNow: 'Try again now',
    waited: 'Waiting for',
    usual: 'Earlier starts',
    unknown: 'none known yet',
    duration: (ms: number) => (ms < 1_000 ? 'less than 1 second' : `about ${Math.round(ms / 1000)} s`),
  },
} as const;
