'use client';
// 成员: who has which role, which invitations are out, and who asks to be let in. Only owners come here.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useLivePerson } from '#components/api/live.tsx';
import { useUrlParams } from '#components/services/use-url-params.ts';
import { ApplicationTab } from '#components/settings/members/application-tab.tsx';
import { InvitationTab } from '#components/settings/members/invitation-tab.tsx';
import { InviteDialog } from '#components/settings/members/invite-dialog.tsx';
import { MemberTab } from '#components/settings/members/member-tab.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';

const TABS = ['people', 'invitations', 'applications'] as const;

export function MembersPage() {
  const t = useTranslations('members');
  const [isInviting, setInviting] = useState(false);
  useLivePerson(useReadAgain());
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button intent="primary" onClick={() => setInviting(true)}>
            <UserPlus className="size-4" aria-hidden />
            {t('invite')}
          </Button>
        }
      />
      <MembersTabs />
      <InviteDialog isOpen={isInviting} onOpenChange={setInviting} />
    </>
  );
}

function useReadAgain(): () => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  return useCallback(() => {
    for (const area of [trpc.members, trpc.invitations, trpc.applications]) {
      void client.invalidateQueries(area.pathFilter());
    }
  }, [trpc, client]);
}

function MembersTabs() {
  const t = useTranslations('members');
  const { params, change } = useUrlParams();
  const counts = useCounts();
  const tab = TABS.find((candidate) => candidate === params.get('tab')) ?? 'people';
  return (
    <Tabs
      aria-label={t('tabs')}
      value={tab}
      onChange={(to) => change({ tab: to === 'people' ? undefined : to })}
      tabs={TABS.map((value) => ({ value, label: t(value), count: counts[value] }))}
    >
      <TabPanel value="people">
        <MemberTab />
      </TabPanel>
      <TabPanel value="invitations">
        <InvitationTab />
      </TabPanel>
      <TabPanel value="applications">
        <ApplicationTab />
      </TabPanel>
    </Tabs>
  );
}

function useCounts(): Record<(typeof TABS)[number], number | undefined> {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions());
  const invitations = useQuery(trpc.invitations.list.queryOptions());
  const applications = useQuery(trpc.applications.list.queryOptions());
  return {
    people: members.data?.length,
    invitations: invitations.data?.length,
    applications: applications.data?.length,
  };
}
