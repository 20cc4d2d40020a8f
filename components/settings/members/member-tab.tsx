'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { ChangeRolesDialog } from '#components/settings/members/change-roles-dialog.tsx';
import { MemberRow } from '#components/settings/members/member-row.tsx';
import { RemoveMemberDialog } from '#components/settings/members/remove-member-dialog.tsx';
import { ResetPasswordDialog } from '#components/settings/members/reset-password-dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Panel, PanelFoot } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { Table, Th } from '#components/ui/table.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type ListedMember = inferRouterOutputs<AppRouter>['members']['list'][number];

export type MemberAction = 'roles' | 'password' | 'remove';

export function MemberTab() {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.members.list.queryOptions());
  return (
    <Panel aria-label={t('list')}>
      {data ? (
        <MemberList members={data} />
      ) : isError ? (
        <ErrorState
          title={t('failed')}
          hint={t('failedHint')}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : (
        <MemberSkeleton />
      )}
    </Panel>
  );
}

function useHeads(): string[] {
  const t = useTranslations('members');
  return [t('person'), t('roles'), t('secondFactor'), t('signsInBy'), t('lastSeen'), t('actions')];
}

function MemberSkeleton() {
  return <TableSkeleton heads={useHeads()} widths={[120, 160, 48, 48, 72, 64]} rows={4} />;
}

function MemberList({ members }: { members: readonly ListedMember[] }) {
  const t = useTranslations('members');
  const heads = useHeads();
  const [open, setOpen] = useState<{ member: ListedMember; action: MemberAction }>();
  const of = (action: MemberAction) => (open?.action === action ? open.member : undefined);
  const onClose = () => setOpen(undefined);
  return (
    <>
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            {heads.map((head, index) => (
              <Th key={head} isFigure={index === heads.length - 1}>
                {head}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} onOpen={(action) => setOpen({ member, action })} />
          ))}
        </tbody>
      </Table>
      <PanelFoot>{t('count', { count: members.length })}</PanelFoot>
      <ChangeRolesDialog member={of('roles')} onClose={onClose} />
      <ResetPasswordDialog member={of('password')} onClose={onClose} />
      <RemoveMemberDialog member={of('remove')} onClose={onClose} />
    </>
  );
}
