'use client';
import { useRouter } from 'next/navigation';
import { PREFERENCE_COOKIES } from '#components/shell/preferences.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Remembers a preference in this browser and renders the page anew with it. */
export function useSetPreference(): (name: keyof typeof PREFERENCE_COOKIES, value: string) => void {
  const router = useRouter();
  return (name, value) => {
    rememberPreference(name, value);
    router.refresh();
  };
}

/** Only remembers it; for a change that goes to another page anyway. */
export function rememberPreference(name: keyof typeof PREFERENCE_COOKIES, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context
  document.cookie = `${PREFERENCE_COOKIES[name]}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
