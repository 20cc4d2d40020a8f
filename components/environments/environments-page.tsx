'use client';
// Environments: one table, one dialog to create, one question before deleting. Only an owner changes anything.
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { CreateEnvironmentDialog } from '#components/environments/create-environment-dialog.tsx';
import { EnvironmentTable } from '#components/environments/environment-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel, PanelFoot } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

export function EnvironmentsPage() {
  const t = useTranslations('environments');
  const [isCreating, setCreating] = useState(false);
  const isOwner = useMay('administer', null);
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          isOwner ? (
            <Button intent="primary" onClick={() => setCreating(true)}>
              <Plus className="size-4" aria-hidden />
              {t('create')}
            </Button>
          ) : undefined
        }
      />
      <Panel aria-label={t('list')}>
        <EnvironmentList isOwner={isOwner} onCreate={() => setCreating(true)} />
      </Panel>
      <CreateEnvironmentDialog isOpen={isCreating && isOwner} onOpenChange={setCreating} />
    </>
  );
}

function EnvironmentList({ isOwner, onCreate }: { isOwner: boolean; onCreate: () => void }) {
  const t = useTranslations('environments');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.environments.list.queryOptions());
  if (data === undefined && isError) {
    return (
      <ErrorState
        title={t('failed')}
        hint={t('failedHint')}
        isRetrying={isFetching}
        onRetry={() => refetch()}
      />
    );
  }
  if (data === undefined) {
    const heads = [t('name'), t('region'), t('id'), t('serviceCount'), t('createdAt'), t('actions')];
    return <TableSkeleton heads={heads} widths={[96, 56, 140, 24, 72, 96]} rows={3} />;
  }
  if (data.length === 0) {
    return (
      <EmptyState
        title={t('empty')}
        hint={t('emptyHint')}
        action={isOwner ? <Button onClick={onCreate}>{t('create')}</Button> : undefined}
      />
    );
  }
  return (
    <>
      <EnvironmentTable environments={data} isOwner={isOwner} />
      <PanelFoot>{t('count', { count: data.length })}</PanelFoot>
    </>
  );
}
