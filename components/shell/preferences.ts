// The shell: what stands around every page. What a person prefers (language, theme, environment) lives in
// cookies, so that the server already renders it and nothing flashes; a switch writes the cookie and asks the
// server for the page again.
import { type Locale, localeOf } from '#messages/load.ts';

export const PREFERENCE_COOKIES = {
  locale: 'berth_locale',
  theme: 'berth_theme',
  environment: 'berth_environment',
} as const;

export const THEMES = ['system', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

export type Preferences = { locale: Locale; theme: Theme };

/** What the cookies say; the default for what they do not. */
export function preferencesOf(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(PREFERENCE_COOKIES.theme);
  return {
    locale: localeOf(cookie(PREFERENCE_COOKIES.locale)),
    theme: THEMES.find((known) => known === theme) ?? 'system',
  };
}
