'use client';
// 申请开通 (S1-2): all that somebody without a role sees. The page follows the decision: it enters the console by itself.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { ApplyPanel } from '#components/access/apply-panel.tsx';
import { SignedInAs } from '#components/access/signed-in-as.tsx';
import { leaveForSignIn, leaveWhenSignedOut, useTRPC } from '#components/api/client.tsx';
import { Live, useLivePerson } from '#components/api/live.tsx';

export function ApplyPage() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return (
    <Live
      onAccess={() => void client.invalidateQueries(trpc.session.me.queryFilter())}
      onRefused={leaveWhenSignedOut}
    >
      <Following />
    </Live>
  );
}

function Following() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data: session } = useQuery(trpc.session.me.queryOptions());
  const { data: application } = useQuery(trpc.applications.mine.queryOptions());
  const readAgain = useCallback(
    () => void client.invalidateQueries(trpc.applications.pathFilter()),
    [client, trpc],
  );
  useLivePerson(readAgain);
  const isIn = (session?.grants.length ?? 0) > 0;
  useEffect(() => {
    if (session === null) leaveForSignIn();
    // A page load of its own: nothing that was read without a role stays.
    else if (isIn) location.assign('/services');
  }, [session, isIn]);
  if (!session || isIn || application === undefined) return null;
  return (
    <>
      <ApplyPanel name={session.user.name} application={application} />
      <div className="mt-6">
        <SignedInAs email={session.user.email} />
      </div>
    </>
  );
}
