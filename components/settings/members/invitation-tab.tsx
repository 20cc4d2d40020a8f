'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GrantTags } from '#components/access/grant-tags.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { LocalTime } from '#components/ui/local-time.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { TableSkeleton } from '#components/ui/skeleton.tsx';
import { RowActions, Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { useAnnounce } from '#components/ui/toast.tsx';
import type { AppRouter } from '#server/api/router.ts';

type ListedInvitation = inferRouterOutputs<AppRouter>['invitations']['list'][number];

export function InvitationTab() {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const { data, isError, isFetching, refetch } = useQuery(trpc.invitations.list.queryOptions());
  const [leaving, setLeaving] = useState<ListedInvitation>();
  return (
    <Panel aria-label={t('invitationList')}>
      {data ? (
        <InvitationList invitations={data} onRevoke={setLeaving} />
      ) : isError ? (
        <ErrorState
          title={t('invitationsFailed')}
          hint={t('failedHint')}
          isRetrying={isFetching}
          onRetry={() => void refetch()}
        />
      ) : (
        <InvitationSkeleton />
      )}
      <RevokeDialog invitation={leaving} onClose={() => setLeaving(undefined)} />
    </Panel>
  );
}

function useHeads(): string[] {
  const t = useTranslations('members');
  return [t('invitedFor'), t('roles'), t('invitedBy'), t('expiresAt'), t('actions')];
}

function InvitationSkeleton() {
  return <TableSkeleton heads={useHeads()} widths={[140, 160, 72, 96, 64]} rows={3} />;
}

type InvitationListProps = {
  invitations: readonly ListedInvitation[];
  onRevoke: (invitation: ListedInvitation) => void;
};

function InvitationList({ invitations, onRevoke }: InvitationListProps) {
  const t = useTranslations('members');
  const heads = useHeads();
  if (invitations.length === 0) {
    return <EmptyState title={t('noInvitations')} hint={t('noInvitationsHint')} />;
  }
  return (
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
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onRevoke={() => onRevoke(invitation)} />
        ))}
      </tbody>
    </Table>
  );
}

const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0';

function InvitationRow({ invitation, onRevoke }: { invitation: ListedInvitation; onRevoke: () => void }) {
  const t = useTranslations('members');
  return (
    <Tr className="phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-1.5 phone:not-last:border-b phone:border-line-soft phone:px-4 phone:py-2.5">
      <Td isName className={PHONE_CELL}>
        {invitation.email ?? t('anybody')}
      </Td>
      <Td className={`${PHONE_CELL} phone:col-span-2`}>
        <GrantTags grants={invitation.grants} />
      </Td>
      <Td className="phone:hidden">{invitation.createdByName}</Td>
      <Td className={`${PHONE_CELL} text-ink-3 phone:col-span-2 phone:text-xs`}>
        <span className="mr-1.5 hidden phone:inline">{t('expiresAt')}</span>
        <LocalTime at={invitation.expiresAt} />
      </Td>
      <Td className={`${PHONE_CELL} phone:col-start-2 phone:row-start-1`}>
        <RowActions>
          <Button intent="row" size="row" onClick={onRevoke}>
            {t('revoke')}
          </Button>
        </RowActions>
      </Td>
    </Tr>
  );
}

function RevokeDialog({
  invitation,
  onClose,
}: {
  invitation: ListedInvitation | undefined;
  onClose: () => void;
}) {
  const t = useTranslations('members');
  const trpc = useTRPC();
  const client = useQueryClient();
  const announce = useAnnounce();
  const problemText = useProblemText();
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: async () => {
        announce({ text: t('revoked') });
        onClose();
        await client.invalidateQueries(trpc.invitations.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen={invitation !== undefined}
      onOpenChange={() => {
        revoke.reset();
        onClose();
      }}
      title={t('revokeTitle')}
      verb={t('revoke')}
      isPending={revoke.isPending}
      error={revoke.error ? problemText(revoke.error) : undefined}
      onConfirm={() => invitation && revoke.mutate({ linkId: invitation.id })}
    >
      {t('revokeLoss')}
    </ConfirmDialog>
  );
}
