'use client';
import type { inferRouterOutputs } from '@trpc/server';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { RevokeTokenDialog } from '#components/settings/tokens/revoke-token-dialog.tsx';
import type { Whose } from '#components/settings/tokens/token-list.tsx';
import { TokenScopeText } from '#components/settings/tokens/token-scope-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { LocalTime } from '#components/ui/local-time.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { RowActions, Table, Td, Th, Tr } from '#components/ui/table.tsx';
import { TimeAgo, useTickingNow } from '#components/ui/time-ago.tsx';
import type { AppRouter } from '#server/api/router.ts';

export type ListedToken = inferRouterOutputs<AppRouter>['tokens']['list'][number];

export function TokenTable({ tokens, whose }: { tokens: readonly ListedToken[]; whose: Whose }) {
  const t = useTranslations('tokens');
  const [leaving, setLeaving] = useState<ListedToken>();
  return (
    <>
      <Table className="phone:block phone:[&_tbody]:block">
        <thead className="phone:hidden">
          <tr>
            <Th>{t('name')}</Th>
            {whose === 'everybody' ? <Th>{t('owner')}</Th> : null}
            <Th>{t('scope')}</Th>
            <Th>{t('expiry')}</Th>
            <Th>{t('lastUsed')}</Th>
            <Th isFigure>{t('actions')}</Th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} whose={whose} onRevoke={() => setLeaving(token)} />
          ))}
        </tbody>
      </Table>
      <RevokeTokenDialog token={leaving} whose={whose} onClose={() => setLeaving(undefined)} />
    </>
  );
}

type RowProps = { token: ListedToken; whose: Whose; onRevoke: () => void };

/** Lines on the phone: name and action, whose, what it may do, till when, last use. */
function TokenRow({ token, whose, onRevoke }: RowProps) {
  const t = useTranslations('tokens');
  const phoneCell = 'phone:block phone:h-auto phone:border-0 phone:p-0';
  const phoneLine = `${phoneCell} phone:col-span-2`;
  return (
    <Tr className="phone:grid phone:grid-cols-[minmax(0,1fr)_auto] phone:items-center phone:gap-x-3 phone:gap-y-0.5 phone:not-last:border-b phone:border-line-soft phone:px-4 phone:py-2.5">
      <Td isName className={phoneCell}>
        {token.name} <code className="font-normal text-ink-3 text-xs">{token.prefix}…</code>
      </Td>
      {whose === 'everybody' ? <Td className={phoneLine}>{token.user.name}</Td> : null}
      <Td className={`${phoneLine} whitespace-normal`}>
        <TokenScopeText token={token} />
      </Td>
      <Td className={phoneLine}>
        <span className="mr-1.5 text-ink-3 not-phone:hidden">{t('expiry')}</span>
        <Expiry at={token.expiresAt} />
      </Td>
      <Td className={`${phoneLine} text-ink-3`}>
        <span className="mr-1.5 not-phone:hidden">{t('lastUsed')}</span>
        <LastUse token={token} />
      </Td>
      <Td className={`${phoneCell} phone:col-start-2 phone:row-start-1`}>
        <RowActions>
          <Button intent="row" size="row" onClick={onRevoke}>
            {t('revoke')}
          </Button>
        </RowActions>
      </Td>
    </Tr>
  );
}

function Expiry({ at }: { at: number | null }) {
  const t = useTranslations('tokens');
  const now = useTickingNow();
  if (at === null) return t('never');
  return at <= now ? <StatusBadge kind="off">{t('expired')}</StatusBadge> : <LocalTime at={at} />;
}

function LastUse({ token: { lastUsedAt, lastUsedFrom } }: { token: ListedToken }) {
  const t = useTranslations('tokens');
  if (lastUsedAt === null) return t('neverUsed');
  return (
    <>
      <TimeAgo at={lastUsedAt} />
      {lastUsedFrom === null ? null : ` ${t('usedFrom', { address: lastUsedFrom })}`}
    </>
  );
}
