'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { TokenTable } from '#components/settings/tokens/token-table.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelFoot } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';

/** For owners alone: `everybody`. */
export type Whose = 'own' | 'everybody';

export function TokenList({ whose, onCreate }: { whose: Whose; onCreate: () => void }) {
  const t = useTranslations('tokens');
  const { data, isError, isFetching, refetch } = useTokens(whose);
  if (data === undefined && isError) {
    const hint = t('failedHint');
    return <ErrorState title={t('failed')} hint={hint} isRetrying={isFetching} onRetry={() => refetch()} />;
  }
  if (data === undefined) {
    const heads = [t('name'), t('scope'), t('expiry'), t('lastUsed'), t('actions')];
    return <TableSkeleton heads={heads} widths={[120, 160, 96, 80, 48]} rows={3} />;
  }
  if (data.length === 0) {
    const action = <Button onClick={onCreate}>{t('create')}</Button>;
    return <EmptyState title={t('empty')} hint={t('emptyHint')} action={action} />;
  }
  return (
    <>
      <TokenTable tokens={data} whose={whose} />
      <PanelFoot>{t('count', { count: data.length })}</PanelFoot>
    </>
  );
}

function useTokens(whose: Whose) {
  const trpc = useTRPC();
  const own = useQuery(trpc.tokens.list.queryOptions(undefined, { enabled: whose === 'own' }));
  const all = useQuery(trpc.tokens.listAll.queryOptions(undefined, { enabled: whose === 'everybody' }));
  return whose === 'own' ? own : all;
}
