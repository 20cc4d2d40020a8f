'use client';
// API tokens: one's own, for owners also everybody's; one dialog to make one, one question before ending one.
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { CreateTokenDialog } from '#components/settings/tokens/create-token-dialog.tsx';
import { TokenList } from '#components/settings/tokens/token-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelTools } from '#components/ui/panel.tsx';
import { Segmented } from '#components/ui/segmented.tsx';

export function TokensPage() {
  const t = useTranslations('tokens');
  const isOwner = useMay('administer', null);
  const [whose, setWhose] = useState<'own' | 'everybody'>('own');
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button intent="primary" onClick={() => setCreating(true)}>
            <Plus className="size-4" aria-hidden />
            {t('create')}
          </Button>
        }
      />
      <p className="not-phone:-mt-2 mb-4 max-w-220 text-ink-2">
        {t('intro')}{' '}
        <Link href="/settings/api-docs" className="text-primary underline">
          {t('readDocs')}
        </Link>
      </p>
      <Panel aria-label={t('list')}>
        {isOwner ? (
          <PanelTools>
            <Segmented
              aria-label={t('which')}
              value={whose}
              onChange={setWhose}
              options={[
                { value: 'own', label: t('own') },
                { value: 'everybody', label: t('everybody') },
              ]}
            />
          </PanelTools>
        ) : null}
        <TokenList whose={isOwner ? whose : 'own'} onCreate={() => setCreating(true)} />
      </Panel>
      {isCreating ? <CreateTokenDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
