'use client';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { GateHead } from '#components/access/gate-head.tsx';
import { type InvitedRole, InvitedRoles } from '#components/access/invited-roles.tsx';
import { SignedInAs } from '#components/access/signed-in-as.tsx';
import { useTRPC } from '#components/api/client.tsx';
import { useProblemText } from '#components/api/problem.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

type AcceptInvitationProps = {
  secret: string;
  /** Whom it is for; null: whoever has the link. */
  email: string | null;
  roles: readonly InvitedRole[];
  /** Who is signed in. */
  reader: { email: string };
};

/** An invitation for who is signed in. */
export function AcceptInvitation({ secret, email, roles, reader }: AcceptInvitationProps) {
  const t = useTranslations('join');
  const trpc = useTRPC();
  const problemText = useProblemText();
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({ onSuccess: () => location.assign('/services') }),
  );
  const isForOther = email !== null && email !== reader.email;
  return (
    <>
      <GateHead title={t('acceptTitle')}>
        {isForOther ? t('forOther', { email }) : t('acceptHint', { email: reader.email })}
      </GateHead>
      <InvitedRoles roles={roles} />
      <div className="grid gap-4">
        {accept.error ? <Notice kind="fail">{problemText(accept.error)}</Notice> : null}
        {isForOther ? null : (
          <Button
            intent="primary"
            className="h-9 w-full"
            isPending={accept.isPending || accept.isSuccess}
            onClick={() => accept.mutate({ secret })}
          >
            {t('accept')}
          </Button>
        )}
        <SignedInAs email={reader.email} />
      </div>
    </>
  );
}
