import { escapeHtml, ownPage } from '#server/gateway/own-page.ts';
import { type Language, REFUSALS, type RefusalCode } from '#server/gateway/refusals.ts';

export type PageFacts = {
  code: RefusalCode;
  language: Language;
  requestId: string;
  /** Where a signed-in person gets a ticket. */
  signInUrl?: string | undefined;
};

/** A refusal as a page of its own. */
export function refusalPage({ code, language, requestId, signInUrl }: PageFacts): string {
  const { status } = REFUSALS[code];
  const { title, text } = REFUSALS[code][language];
  const link =
    signInUrl === undefined ? '' : `\n<p><a href="${escapeHtml(signInUrl)}">${SIGN_IN[language]}</a></p>`;
  return ownPage({
    language,
    title,
    content: `<p>${text}</p>${link}`,
    facts: [
      [CODE[language], `${status} ${code}`],
      [REQUEST_ID[language], requestId],
    ],
  });
}

const SIGN_IN = { zh: '登录控制台并返回', en: 'Sign in to the console and come back' } as const;
const CODE = { zh: '错误码', en: 'Code' } as const;
export const REQUEST_ID = { zh: '请求 ID', en: 'Request ID' } as const;
