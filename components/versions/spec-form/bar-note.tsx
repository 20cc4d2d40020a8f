'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { problemOf, useProblemText } from '#components/api/problem.ts';
import { deploymentPath } from '#components/services/service-paths.ts';
import { Notice } from '#components/ui/notice.tsx';
import { countErrors, useFields } from '#components/versions/spec-form/form.ts';

type BarNoteProps = {
  service: { id: string; runningDeploymentId: string | null };
  /** What the server answered to the submit. */
  error: unknown;
  /** What to know while nothing stands against it. */
  children: ReactNode;
};

/** Why it cannot start: a deployment that runs (S3-28), fields that need a change, or what the server answered. */
export function BarNote({ service, error, children }: BarNoteProps) {
  const t = useTranslations('specForm');
  const problemText = useProblemText();
  const { formState } = useFields();
  const problem = problemOf(error);
  const wrong = countErrors(formState.errors);
  const isRefused = problem?.code === 'deployment_in_progress';
  if (service.runningDeploymentId !== null && (isRefused || error === null)) {
    return (
      <Notice kind="fail">
        {t('inProgress')}{' '}
        <Link
          href={deploymentPath(service.id, service.runningDeploymentId)}
          className="text-primary underline"
        >
          {t('viewRunning')}
        </Link>
      </Notice>
    );
  }
  if (wrong > 0) return <Notice kind="fail">{t('invalid', { count: wrong })}</Notice>;
  if (error !== null && !isRefused) return <Notice kind="fail">{problemText(error)}</Notice>;
  return children;
}
