'use client';
import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Panel, PanelHead } from '#components/ui/panel.tsx';

const WARNINGS = ['invisible', 'memory', 'diverges', 'exit'] as const;

/** What somebody should know before opening it. */
export function WebshellWarnings({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations('webshell');
  const trpc = useTRPC();
  const titleId = useId();
  const { data: machine } = useQuery(trpc.machine.status.queryOptions());
  const isIsolated = machine?.runner !== 'embedded';
  return (
    <Panel aria-labelledby={titleId} className="max-w-3xl">
      <PanelHead id={titleId} title={t('before')} />
      <ul className="grid list-disc gap-2 px-4 pb-4 pl-9 text-ink-2">
        {WARNINGS.map((name) => (
          <li key={name}>{t(`warnings.${name}`)}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-3">
        {isIsolated ? (
          <Button intent="primary" onClick={onOpen}>
            <SquareTerminal className="size-4" aria-hidden />
            {t('openAnyway')}
          </Button>
        ) : (
          <Notice kind="note">{t('notIsolated')}</Notice>
        )}
      </div>
    </Panel>
  );
}
