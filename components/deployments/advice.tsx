'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { useMay } from '#components/api/use-may.ts';
import { actionPath, offeredActions } from '#components/deployments/advice-links.ts';
import { AdviceSection } from '#components/deployments/explained.tsx';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { Failure } from '#server/domain/failures.ts';

type AdviceProps = { deployment: DeploymentView; failure: Failure; onViewLog: () => void };

/** 处理建议 for a failed deployment. */
export function Advice({ deployment, failure, onViewLog }: AdviceProps) {
  const t = useTranslations('deployments');
  const { advice } = useFailureText()(failure);
  const mayOperate = useMay('operate', deployment.service.environmentId);
  return (
    <AdviceSection texts={advice}>
      {offeredActions(failure.code, deployment, mayOperate).map((action, index) =>
        action === 'log' ? (
          <Button key={action} onClick={onViewLog}>
            {t('actions.log')}
          </Button>
        ) : (
          <Link
            key={action}
            href={actionPath(action, deployment)}
            className={buttonStyle(index === 0 ? { intent: 'primary' } : {})}
          >
            {t(`actions.${action}`)}
          </Link>
        ),
      )}
    </AdviceSection>
  );
}
