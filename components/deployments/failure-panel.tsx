'use client';
import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { Advice } from '#components/deployments/advice.tsx';
import { StillServing } from '#components/deployments/still-serving.tsx';
import { versionPath } from '#components/services/service-paths.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { DeploymentKind } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';

type FailurePanelProps = {
  deployment: DeploymentView;
  failure: Failure;
  /** Shows the log that the failure is read in. */
  onViewLog: () => void;
};

/** 错误详情 left, 处理建议 right, and below what still works (S0-12, S0-13, S2-16). */
export function FailurePanel({ deployment, failure, onViewLog }: FailurePanelProps) {
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)] overflow-hidden rounded-lg border border-fail-line bg-surface phone:grid-cols-[minmax(0,1fr)]">
      <ErrorDetails deployment={deployment} failure={failure} />
      <Advice deployment={deployment} failure={failure} onViewLog={onViewLog} />
      <StillServing deployment={deployment} />
    </div>
  );
}

function ErrorDetails({ deployment, failure }: Omit<FailurePanelProps, 'onViewLog'>) {
  const t = useTranslations('deployments');
  const id = useId();
  const wholeLabel = useWholeLabel();
  const { label, message } = useFailureText()(failure);
  return (
    <section aria-labelledby={id} className="px-4 pt-3.5 pb-4">
      <div className="mb-2 flex items-center gap-2">
        <StatusIcon kind="fail" className="size-4" />
        <h2 id={id}>{t('failure')}</h2>
        <Tag isCode>{failure.code}</Tag>
      </div>
      <p className="text-ink [overflow-wrap:anywhere]">
        {t.rich('failureLine', {
          label: wholeLabel(deployment.kind, label),
          message,
          b: (text) => <b>{text}</b>,
        })}
      </p>
      <Where deployment={deployment} failure={failure} />
      <LastLines lines={failure.logTail} />
    </section>
  );
}

/** Of an update: that it failed, then why. */
function useWholeLabel(): (kind: DeploymentKind, label: string) => string {
  const t = useTranslations('deployments');
  return (kind, cause) => {
    if (kind === 'new-version') return cause;
    return t('withCause', { label: t(kind === 'roll-back' ? 'rollBackFailed' : 'updateFailed'), cause });
  };
}

/** In which step, and which instance shows it. */
function Where({ deployment, failure }: Omit<FailurePanelProps, 'onViewLog'>) {
  const t = useTranslations();
  const { step, instanceId } = failure;
  if (!step && !instanceId) return null;
  const instances = versionPath(deployment.serviceId, deployment.versionId, 'instances');
  return (
    <dl className="mt-1.5 flex flex-wrap gap-x-5 text-sm">
      {step ? <Fact label={t('deployments.failedStep')}>{t(`steps.${step}`)}</Fact> : null}
      {instanceId ? (
        <Fact label={t('deployments.failedInstance')}>
          {deployment.isVersionDeleted ? (
            instanceId
          ) : (
            <Link href={instances} className="font-mono text-primary text-xs hover:underline">
              {instanceId}
            </Link>
          )}
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-3">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LastLines({ lines }: { lines: readonly string[] }) {
  const t = useTranslations('deployments');
  if (lines.length === 0) return null;
  return (
    <pre
      role="log"
      aria-label={t('lastLines')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      className="mt-2.5 max-h-64 overflow-auto whitespace-pre-wrap rounded-md border border-line-soft bg-sunken px-3 py-2 text-xs leading-5 [overflow-wrap:anywhere]"
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are never reordered
        <span key={index} className={isErrorLine(line) ? 'block text-fail' : 'block'}>
          {line}
        </span>
      ))}
    </pre>
  );
}

/** Programs of all kinds begin the line that matters with one of these words. */
function isErrorLine(line: string): boolean {
  return /\b(error|fatal|panic|exception)\b/i.test(line) || /\w(Error|Exception): /.test(line);
}
