'use client';
import { useTranslations } from 'use-intl/react';
import { GrantTags } from '#components/access/grant-tags.tsx';
import type { ListedMember, MemberAction } from '#components/settings/members/member-tab.tsx';
import { Button } from '#components/ui/button.tsx';
import { MoreMenu } from '#components/ui/menu.tsx';
import { RowActions, Td, Tr } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';

type MemberRowProps = { member: ListedMember; onOpen: (action: MemberAction) => void };

const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0';

/** On the phone: who and what can be done, the roles below. */
export function MemberRow({ member, onOpen }: MemberRowProps) {
  const t = useTranslations('members');
  return (
    <Tr className="phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:gap-x-3 phone:gap-y-1.5 phone:not-last:border-b phone:border-line-soft phone:px-4 phone:py-2.5">
      <Td isName className={PHONE_CELL}>
        <Who member={member} />
      </Td>
      <Td className={`${PHONE_CELL} phone:col-span-2 phone:row-start-2`}>
        <GrantTags grants={member.grants} groupGrants={member.groupGrants} />
      </Td>
      <Td className="phone:hidden">{t(member.isSecondFactorOn ? 'secondFactorOn' : 'secondFactorOff')}</Td>
      <Td className="phone:hidden">
        {[...new Set(member.signsInBy)].map((way) => t(way)).join(t('waysComma'))}
      </Td>
      <Td className="text-ink-3 phone:hidden">
        {member.lastSeenAt === null ? t('neverSeen') : <TimeAgo at={member.lastSeenAt} />}
      </Td>
      <Td className={`${PHONE_CELL} phone:col-start-2 phone:row-start-1`}>
        {member.isSelf ? null : <MemberActions member={member} onOpen={onOpen} />}
      </Td>
    </Tr>
  );
}

function Who({ member: { name, email, isSelf } }: Pick<MemberRowProps, 'member'>) {
  const t = useTranslations('members');
  return (
    <div className="min-w-0 py-1.5 phone:py-0">
      <span className="flex items-center gap-2">
        <span className="truncate">{name}</span>
        {isSelf ? <Tag tone="blue">{t('self')}</Tag> : null}
      </span>
      <span className="block truncate font-normal text-ink-3 text-xs">{email}</span>
    </div>
  );
}

/** Not for oneself: nobody changes their own membership. */
function MemberActions({ member: { name }, onOpen }: MemberRowProps) {
  const t = useTranslations('members');
  return (
    <RowActions>
      <Button intent="row" size="row" onClick={() => onOpen('roles')}>
        {t('changeRoles')}
      </Button>
      <MoreMenu
        label={t('moreOf', { name })}
        entries={[
          { key: 'password', label: t('resetPassword'), onSelect: () => onOpen('password') },
          {
            key: 'remove',
            label: t('remove'),
            isDanger: true,
            hasSeparator: true,
            onSelect: () => onOpen('remove'),
          },
        ]}
      />
    </RowActions>
  );
}
