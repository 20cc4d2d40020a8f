import type {} from 'use-intl';
import { en } from '#messages/en.ts';
import { zhCN } from '#messages/zh-CN.ts';

export const LOCALES = ['zh-CN', 'en'] as const;

export type Locale = (typeof LOCALES)[number];

export type Messages = typeof zhCN;

const MESSAGES: Record<Locale, Messages> = { 'zh-CN': zhCN, en };

export function loadMessages(locale: Locale): Messages {
  return MESSAGES[locale];
}

/** The locale of a cookie's value; Chinese where it says nothing that we have. */
export function localeOf(value: string | undefined): Locale {
  return LOCALES.find((locale) => locale === value) ?? 'zh-CN';
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
