// Routes only: a page reads the caller's preferences and data on the server, and composes components.
import { cookies } from 'next/headers';
import { cache } from 'react';
import { createTranslator } from 'use-intl/core';
import { type Preferences, preferencesOf } from '#components/shell/preferences.ts';
import { loadMessages } from '#messages/load.ts';

/** Language and theme of this request. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  return preferencesOf((name) => jar.get(name)?.value);
});

/** Texts for what the server itself writes: titles of pages. */
export async function readTranslator() {
  const { locale } = await readPreferences();
  return createTranslator({ locale, messages: loadMessages(locale) });
}
