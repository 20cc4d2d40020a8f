'use client';
// API 文档: every procedure with its right, an example and its input, out of the routers themselves.
import { Download, Search } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiEntry } from '#components/settings/api/api-entry.tsx';
import { matchingGroups } from '#components/settings/api/matching-groups.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';
import { TextInput } from '#components/ui/text-input.tsx';
import type { ReferenceGroup } from '#server/api/openapi/reference.ts';

export function ApiDocsPage({ groups }: { groups: readonly ReferenceGroup[] }) {
  const t = useTranslations('apiDocs');
  const [sought, setSought] = useState('');
  const shown = matchingGroups(groups, sought);
  const count = shown.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <>
      <PageHeader title={t('title')} actions={<DocumentLink />} />
      <p className="not-phone:-mt-2 mb-4 max-w-220 text-ink-2">
        {t('intro')}{' '}
        <Link href="/settings/tokens" className="text-primary underline">
          {t('makeToken')}
        </Link>
      </p>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          start={<Search className="size-3.5 flex-none text-ink-3" aria-hidden />}
          className="w-70 phone:w-full"
        />
        <span role="status" className="text-ink-3 text-xs">
          {t('found', { count })}
        </span>
      </div>
      {shown.length === 0 ? <NothingFound onClear={() => setSought('')} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {shown.map((group) => (
          <ApiGroup key={group.name} group={group} />
        ))}
      </div>
    </>
  );
}

/** A file, not a page of ours: a plain link. */
function DocumentLink() {
  const t = useTranslations('apiDocs');
  return (
    <a href="/api/openapi.json" download="cloudberth-openapi.json" className={buttonStyle({})}>
      <Download className="size-4" aria-hidden />
      {t('download')}
    </a>
  );
}

function ApiGroup({ group: { name, entries } }: { group: ReferenceGroup }) {
  return (
    <Panel aria-labelledby={`group-${name}`}>
      <PanelHead id={`group-${name}`} title={<code>{name}</code>} />
      {entries.map((entry) => (
        <ApiEntry key={entry.path} entry={entry} />
      ))}
    </Panel>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useTranslations('apiDocs');
  return (
    <Panel aria-label={t('nothing')}>
      <EmptyState
        title={t('nothing')}
        hint={t('nothingHint')}
        action={<Button onClick={onClear}>{t('clear')}</Button>}
      />
    </Panel>
  );
}
