'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { Grant } from '#server/domain/rights.ts';

type GrantTagsProps = {
  grants: readonly Grant[];
  /** Given by groups of the identity provider, beside what owners gave. */
  groupGrants?: readonly (Grant & { group: string })[];
};

/** Roles as words: 所有者, or one of each environment. */
export function GrantTags({ grants, groupGrants = [] }: GrantTagsProps) {
  const t = useTranslations('roles');
  const grantText = useGrantText();
  if (grants.length + groupGrants.length === 0) return <span className="text-ink-3">{t('noRole')}</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {grants.map((grant) => (
        <li key={String(grant.environmentId)}>
          <Tag tone={grant.role === 'owner' ? 'blue' : 'grey'}>{grantText(grant)}</Tag>
        </li>
      ))}
      {groupGrants.map((grant) => (
        <li key={`${grant.group} ${grant.environmentId} ${grant.role}`}>
          <Tag>{t('fromGroup', { text: grantText(grant), group: grant.group })}</Tag>
        </li>
      ))}
    </ul>
  );
}

function useGrantText(): (grant: Grant) => string {
  const t = useTranslations('roles');
  const trpc = useTRPC();
  const { data: environments } = useQuery(trpc.environments.list.queryOptions());
  return ({ environmentId, role }) => {
    if (environmentId === null) return role === 'owner' ? t('owner') : t('everywhere', { role: t(role) });
    const alias = environments?.find(({ id }) => id === environmentId)?.alias ?? environmentId;
    return t('inEnvironment', { name: alias, role: t(role) });
  };
}
