'use client';
import { useSyncExternalStore } from 'react';

/** A canvas knows neither CSS variables nor light-dark(): gives a CSS colour as it is now. */
export function resolveColor(place: HTMLElement, color: string): string {
  const probe = document.createElement('span');
  probe.style.color = color;
  place.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

/** Changes when the theme does: what is drawn has to be drawn again. */
export function useThemeKey(): string {
  return useSyncExternalStore(subscribe, readKey, () => '');
}

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const media = matchMedia(DARK);
  const observer = new MutationObserver(listener);
  media.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

function readKey(): string {
  return `${document.documentElement.dataset.theme ?? ''} ${matchMedia(DARK).matches}`;
}
