'use client';
import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { ApiFields } from '#components/settings/api/api-fields.tsx';
import { useAccessText } from '#components/settings/api/use-access-text.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ReferenceEntry } from '#server/api/openapi/reference.ts';

/** One procedure: method, name, what it does and the right it needs; opened, how to call it. */
export function ApiEntry({ entry }: { entry: ReferenceEntry }) {
  const t = useTranslations('apiDocs');
  const access = useAccessText(entry.access);
  return (
    <Collapsible.Root className="border-line-soft border-t">
      <Collapsible.Trigger className="group grid w-full grid-cols-[16px_40px_minmax(0,1fr)_auto] items-center gap-x-2 px-4 py-2 text-left -outline-offset-2! hover:bg-hover">
        <ChevronRight
          aria-hidden
          className="size-4 transition-[rotate] duration-(--duration-fast) group-data-panel-open:rotate-90"
        />
        <span className="font-mono text-ink-3 text-xs uppercase">{entry.method}</span>
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <code className="text-ink [overflow-wrap:anywhere]">{entry.path}</code>
          <span className="text-ink-3">{entry.summary}</span>
          {entry.isStream ? <Tag tone="blue">{t('stream')}</Tag> : null}
        </span>
        <Tag>{access.short}</Tag>
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <EntryDetail entry={entry} needs={access.long} />
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

function EntryDetail({ entry, needs }: { entry: ReferenceEntry; needs: string }) {
  const t = useTranslations('apiDocs');
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pt-1 pb-4">
      <p>{needs}</p>
      {entry.access.right === 'in-person' ? <p>{t('personOnly')}</p> : <Example entry={entry} />}
      <section aria-label={t('input')}>
        <h3 className="mb-1.5">{t('input')}</h3>
        {entry.fields.length === 0 ? <p>{t('noInput')}</p> : <ApiFields fields={entry.fields} />}
      </section>
    </div>
  );
}

function Example({ entry: { path, example } }: { entry: ReferenceEntry }) {
  const t = useTranslations('apiDocs');
  return (
    <section aria-label={t('example')}>
      <div className="mb-1.5 flex items-center gap-1">
        <h3>{t('example')}</h3>
        <CopyButton text={example} label={t('copyExample', { name: path })} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-ink text-xs">
        {example}
      </pre>
      <p className="mt-1 text-ink-3 text-xs">{t('exampleHint')}</p>
    </section>
  );
}
