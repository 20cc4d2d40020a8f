'use client';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl/react';
import { Button } from '#components/ui/button.tsx';
import { DiffList } from '#components/ui/diff-list.tsx';
import { useFields } from '#components/versions/spec-form/form.ts';
import { useChangeRows } from '#components/versions/spec-form/use-change-rows.tsx';
import type { VersionSpec } from '#server/domain/spec.ts';

/** What the form changes against a configuration, while it is filled in. */
export function Changes({ before, nothing }: { before: VersionSpec; nothing: string }) {
  const t = useTranslations('specForm');
  const { control } = useFields();
  const after = useWatch({ control, name: 'spec' });
  const [isSameShown, setSameShown] = useState(false);
  const rows = useChangeRows()(before, after);
  return (
    <>
      <div className="border-line-soft border-t">
        {rows.changed.length > 0 ? (
          <DiffList changes={rows.changed} />
        ) : (
          <p className="px-4 py-2.5 text-ink-3 text-sm">{nothing}</p>
        )}
      </div>
      <div className="flex items-center border-line-soft border-t px-4 py-1.5 text-ink-3 text-sm">
        {t('same', { count: rows.sameCount })}
        <Button
          intent="row"
          size="row"
          className="-mr-1.5 ml-auto"
          aria-expanded={isSameShown}
          onClick={() => setSameShown(!isSameShown)}
        >
          {isSameShown ? t('hideSame') : t('showSame')}
        </Button>
      </div>
      {isSameShown ? <SameList rows={rows.same} /> : null}
    </>
  );
}

function SameList({ rows }: { rows: readonly { key: string; field: string; text: string }[] }) {
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 pb-2.5 text-ink-3 text-sm">
      {rows.map((row) => (
        <div key={row.key} className="contents">
          <dt>{row.field}</dt>
          <dd className="[overflow-wrap:anywhere]">{row.text}</dd>
        </div>
      ))}
    </dl>
  );
}
