'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { newVersionPath } from '#components/services/service-paths.ts';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';

type NeverLiveProps = { service: { id: string }; version: { id: string; name: string } };

/** A version that never came up has nothing that could go on serving meanwhile: it is copied, not edited. */
export function NeverLive({ service, version }: NeverLiveProps) {
  const t = useTranslations('editVersion');
  return (
    <Panel aria-label={t('title')}>
      <EmptyState
        title={t('neverLive', { name: version.name })}
        hint={t('neverLiveHint')}
        action={
          <Link href={newVersionPath(service.id, version.id)} className={buttonStyle({ intent: 'primary' })}>
            {t('copyAsNew')}
          </Link>
        }
      />
    </Panel>
  );
}
