'use client';
// What an open page does when the rights of its reader change: the buttons follow `session.me` by themselves, an
// environment that is not granted any more is left, and who has no right at all is led to 申请开通.
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { leaveWhenSignedOut, useTRPC } from '#components/api/client.tsx';
import { Live } from '#components/api/live.tsx';
import { type AccessChange, accessChange } from '#components/shell/access-change.ts';
import { useCurrentEnvironment } from '#components/shell/current-environment.tsx';
import type { Access } from '#components/shell/use-access.ts';
import { useAnnounce } from '#components/ui/toast.tsx';

export function AccessWatch({ access, children }: { access: Access; children: ReactNode }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  useReaction(access);

  function readAgain(): void {
    void client.invalidateQueries(trpc.session.me.queryFilter());
    void client.invalidateQueries(trpc.environments.list.queryFilter());
  }

  return (
    <Live onAccess={readAgain} onRefused={leaveWhenSignedOut}>
      {children}
    </Live>
  );
}

function useReaction(access: Access): void {
  const router = useRouter();
  const announce = useAnnounce();
  const changeText = useChangeText();
  const currentId = useCurrentEnvironment()?.id;
  const before = useRef({ ...access, currentId });
  useEffect(() => {
    const was = before.current;
    before.current = { ...access, currentId };
    const change = accessChange(was, access);
    if (change.kind === 'none') return;
    if (change.kind === 'all-lost') return location.assign('/apply');
    const text = changeText(change);
    if (text !== undefined) announce({ text, kind: 'off' });
    if (change.goneIds.includes(was.currentId ?? '')) router.replace('/services');
    router.refresh();
  });
}

function useChangeText(): (change: AccessChange) => string | undefined {
  const t = useTranslations('shell');
  return (change) => {
    if (change.kind === 'lost') return t('accessLost', { names: change.names.join(t('nameComma')) });
    return change.kind === 'changed' ? t('accessChanged') : undefined;
  };
}
