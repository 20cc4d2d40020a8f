'use client';
import { Popover } from '@base-ui/react/popover';
import { CircleHelp } from 'lucide-react';
import { useTranslations } from 'use-intl/react';

const EXAMPLES = [
  ['timeout AND 超时', 'syntaxWords'],
  ['"connection refused"', 'syntaxPhrase'],
  ['status:500 user.name:"Li Lei" path:/api/*', 'syntaxField'],
  ['level:error stream:stderr instance:… version:…', 'syntaxOwn'],
  ['-health', 'syntaxNot'],
] as const;

/** What can be typed into 查询语句, by example. */
export function QuerySyntax({ className }: { className: string }) {
  const t = useTranslations('logs');
  return (
    <Popover.Root>
      <Popover.Trigger aria-label={t('syntax')} title={t('syntax')} className={className}>
        <CircleHelp className="size-4" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end" collisionPadding={8} className="z-(--z-menu)">
          <Popover.Popup className="motion-open w-110 max-w-[calc(100vw-16px)] rounded-lg bg-raised p-4 shadow-menu outline-none">
            <Popover.Title className="mb-2 text-base">{t('syntax')}</Popover.Title>
            <dl className="grid gap-2">
              {EXAMPLES.map(([example, hint]) => (
                <div key={hint}>
                  <dt className="font-mono text-ink text-xs [overflow-wrap:anywhere]">{example}</dt>
                  <dd className="text-ink-3 text-xs">{t(hint)}</dd>
                </div>
              ))}
            </dl>
            <p className="mt-3 text-ink-3 text-xs">{t('syntaxHint')}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
