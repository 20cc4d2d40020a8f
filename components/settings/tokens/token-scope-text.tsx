'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import type { ListedToken } from '#components/settings/tokens/token-table.tsx';
import { Tag } from '#components/ui/tag.tsx';

/** Rights and environments of a token, in words. */
export function TokenScopeText({ token }: { token: Pick<ListedToken, 'rights' | 'environmentIds'> }) {
  const t = useTranslations('tokens');
  const environments = useEnvironmentNames(token.environmentIds);
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1 py-1 phone:py-0">
      {token.rights.map((right) => (
        <Tag key={right}>{t(`rights.${right}`)}</Tag>
      ))}
      <span className="text-ink-3 text-xs">{environments}</span>
    </span>
  );
}

function useEnvironmentNames(ids: readonly string[] | null): string {
  const t = useTranslations('tokens');
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.environments.list.queryOptions());
  if (ids === null) return t('allEnvironments');
  const names = new Map(data.map(({ id, alias }) => [id, alias]));
  return ids.map((id) => names.get(id) ?? t('goneEnvironment')).join(' · ');
}
