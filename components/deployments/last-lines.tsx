'use client';
import { useTranslations } from 'use-intl/react';

/** The real last lines of a log, those of errors in red. Nothing where there are none. */
export function LastLines({ lines }: { lines: readonly string[] }) {
  const t = useTranslations('deployments');
  if (lines.length === 0) return null;
  return (
    <pre
      role="log"
      aria-label={t('lastLines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      className="mt-2.5 max-h-64 overflow-auto whitespace-pre-wrap rounded-md border border-line-soft bg-sunken px-3 py-2 text-xs leading-5 [overflow-wrap:anywhere]"
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are never reordered
        <span key={index} className={isErrorLine(line) ? 'block text-fail' : 'block'}>
          {line}
        </span>
      ))}
    </pre>
  );
}

/** Programs of all kinds begin the line that matters with one of these words. */
function isErrorLine(line: string): boolean {
  return /\b(error|fatal|panic|exception)\b/i.test(line) || /\w(Error|Exception): /.test(line);
}
