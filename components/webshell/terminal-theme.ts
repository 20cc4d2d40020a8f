import type { ITheme } from '@xterm/xterm';

/** In the colours that the page has now; programs' own colours are brought to enough contrast by the terminal. */
export function terminalTheme(frame: HTMLElement): ITheme {
  const { backgroundColor, color } = getComputedStyle(frame);
  const selection = getComputedStyle(frame).getPropertyValue('accent-color');
  return {
    background: backgroundColor,
    foreground: color,
    cursor: color,
    cursorAccent: backgroundColor,
    ...(selection.startsWith('rgb') ? { selectionBackground: selection } : {}),
  };
}

/** Calls when light becomes dark or the other way round, until the signal. */
export function onThemeChange(onChange: () => void, signal: AbortSignal): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange, { signal });
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
