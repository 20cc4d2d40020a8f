'use client';
import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useMay } from '#components/api/use-may.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { webshellPath } from '#components/webshell/webshell-path.ts';
import type { InstanceState } from '#server/domain/instance.ts';
import { hasShell } from '#server/domain/shell.ts';

type WebshellButtonProps = {
  service: { id: string; environmentId: string };
  version: { id: string };
  instance: { id: string; state: InstanceState };
};

/** Leads to the terminal of a running instance; nothing for who may not operate. */
export function WebshellButton({ service, version, instance }: WebshellButtonProps) {
  const t = useTranslations('webshell');
  const trpc = useTRPC();
  const mayOperate = useMay('operate', service.environmentId);
  const { data: machine } = useQuery(
    trpc.machine.status.queryOptions(undefined, { enabled: mayOperate, staleTime: 60_000 }),
  );
  if (!mayOperate) return null;
  const isIsolated = machine?.runner !== 'embedded';
  if (!isIsolated || !hasShell(instance)) {
    return (
      <Button intent="row" size="row" disabledReason={t(isIsolated ? 'notRunning' : 'notIsolated')}>
        <SquareTerminal className="size-3.5" aria-hidden />
        {t('title')}
      </Button>
    );
  }
  return (
    <Link
      href={webshellPath(service.id, version.id, instance.id)}
      prefetch={false}
      aria-label={t('openOf', { instance: instance.id })}
      className={buttonStyle({ intent: 'row', size: 'row' })}
    >
      <SquareTerminal className="size-3.5" aria-hidden />
      {t('title')}
    </Link>
  );
}
