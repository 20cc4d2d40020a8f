'use client';
import { useTranslations } from 'use-intl/react';
import { deviceOf } from '#components/settings/account/device.ts';
import type { ListedSession } from '#components/settings/account/sessions-panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { RowActions, Td, Tr } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';

type SessionRowProps = { session: ListedSession; isPending: boolean; onRevoke: () => void };

const PHONE_CELL = 'phone:block phone:h-auto phone:border-0 phone:p-0';

/** Two lines on the phone: device and action, then address and last use. One signs out of this one in the menu. */
export function SessionRow({ session, isPending, onRevoke }: SessionRowProps) {
  const t = useTranslations('account');
  const device = useDeviceText(session.userAgent);
  return (
    <Tr className="phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:items-center phone:gap-x-3 phone:not-last:border-b phone:border-line-soft phone:px-4 phone:py-2.5">
      <Td isName className={PHONE_CELL}>
        <span className="flex items-center gap-2">
          {device}
          {session.isThisOne ? <Tag tone="blue">{t('thisOne')}</Tag> : null}
        </span>
      </Td>
      <Td className={`${PHONE_CELL} phone:row-start-2`}>{session.address ?? t('unknownAddress')}</Td>
      <Td className={`${PHONE_CELL} phone:row-start-2 phone:text-right`}>
        <TimeAgo at={session.lastUsedAt} />
      </Td>
      <Td className="phone:hidden">
        <TimeAgo at={session.signedInAt} />
      </Td>
      <Td className={`${PHONE_CELL} phone:col-start-2 phone:row-start-1`}>
        <RowActions>
          {session.isThisOne ? null : (
            <Button
              intent="row"
              size="row"
              disabled={isPending}
              aria-label={t('revokeOf', { device })}
              onClick={onRevoke}
            >
              {t('revoke')}
            </Button>
          )}
        </RowActions>
      </Td>
    </Tr>
  );
}

function useDeviceText(userAgent: string | null): string {
  const t = useTranslations('account');
  const { browser, system } = deviceOf(userAgent);
  if (browser && system) return t('browserOn', { browser, system });
  return browser ?? system ?? t('unknownDevice');
}
