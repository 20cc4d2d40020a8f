'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { AdviceSection } from '#components/deployments/explained.tsx';
import { editVersionPath, trafficPath, versionPath } from '#components/services/service-paths.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { troubleAdvice } from '#components/versions/detail/trouble/trouble-advice-lines.ts';
import type { TroubleProps } from '#components/versions/detail/trouble/trouble-notice.tsx';

/** What to do about it, the quickest way back first; what the reader may not do is for somebody else to do. */
export function TroubleAdvice({
  service,
  version,
  trouble,
  onViewLog,
}: TroubleProps & { onViewLog: (instanceId: string) => void }) {
  const t = useTranslations('versionDetail.trouble.advice');
  const mayOperate = useMay('operate', service.environmentId);
  const mayRelease = useMay('release', service.environmentId);
  const lines = troubleAdvice(trouble, version, service);
  const may = { traffic: mayRelease, history: true, edit: mayOperate };
  const href = {
    traffic: trafficPath(service.id),
    history: versionPath(service.id, version.id, 'history'),
    edit: editVersionPath(service.id, version.id),
  };
  return (
    <AdviceSection texts={lines.map((line) => t(line))}>
      {lines
        .filter((line) => line === 'traffic' || line === 'history' || line === 'edit')
        .filter((line) => may[line])
        .map((line, index) => (
          <Link
            key={line}
            href={href[line]}
            className={buttonStyle(index === 0 ? { intent: 'primary' } : {})}
          >
            <ActionWord action={line} />
          </Link>
        ))}
      {trouble.kind === 'missing' ? null : (
        <Button onClick={() => onViewLog(trouble.instanceId)}>
          <ActionWord action="log" />
        </Button>
      )}
    </AdviceSection>
  );
}

function ActionWord({ action }: { action: 'traffic' | 'history' | 'edit' | 'log' }): ReactNode {
  const t = useTranslations('deployments');
  if (action === 'traffic') return t('configureTraffic');
  return t(action === 'edit' ? 'actions.edit-version' : `actions.${action}`);
}
