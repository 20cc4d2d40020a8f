'use client';
import Link from 'next/link';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { actionPath, offeredActions } from '#components/deployments/advice-links.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { Failure } from '#server/domain/failures.ts';

type AdviceProps = { deployment: DeploymentView; failure: Failure; onViewLog: () => void };

/** 处理建议: what to do, and buttons where the console can do it. */
export function Advice({ deployment, failure, onViewLog }: AdviceProps) {
  const t = useTranslations('deployments');
  const id = useId();
  const { advice } = useFailureText()(failure);
  return (
    <section
      aria-labelledby={id}
      className="border-line border-l px-4 pt-3.5 pb-4 phone:border-t phone:border-l-0"
    >
      <h2 id={id} className="mb-2">
        {t('advice')}
      </h2>
      <ol className="grid gap-2">
        {advice.map((text, index) => (
          <li key={text} className="grid grid-cols-[20px_1fr] gap-2">
            <span
              aria-hidden
              className="grid size-5 place-items-center rounded-full bg-off-soft text-ink-2 text-xs"
            >
              {index + 1}
            </span>
            <span className="[overflow-wrap:anywhere]">{text}</span>
          </li>
        ))}
      </ol>
      <Actions deployment={deployment} failure={failure} onViewLog={onViewLog} />
    </section>
  );
}

function Actions({ deployment, failure, onViewLog }: AdviceProps) {
  const t = useTranslations('deployments');
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {offeredActions(failure.code, deployment).map((action, index) =>
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
    </div>
  );
}
