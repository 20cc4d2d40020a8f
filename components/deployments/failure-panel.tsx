'use client';
import Link from 'next/link';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { StillServing } from '#components/deployments/still-serving.tsx';
import { newVersionPath } from '#components/services/service-paths.ts';
import { Button } from '#components/ui/button.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { Failure } from '#server/domain/failures.ts';

/** 错误详情 left, 处理建议 right, and below what still works (S0-12, S0-13). */
export function FailurePanel({
  deployment,
  failure,
  onViewStartLog,
}: {
  deployment: DeploymentView;
  failure: Failure;
  onViewStartLog: () => void;
}) {
  return (
    <div className="mb-4 grid grid-cols-[minmax(0,1.05fr)_minmax(0,1fr)] overflow-hidden rounded-lg border border-fail-line bg-surface phone:grid-cols-[minmax(0,1fr)]">
      <ErrorDetails failure={failure} />
      <Advice deployment={deployment} failure={failure} onViewStartLog={onViewStartLog} />
      <StillServing deployment={deployment} />
    </div>
  );
}

function ErrorDetails({ failure }: { failure: Failure }) {
  const t = useTranslations('deployments');
  const id = useId();
  const { label, message } = useFailureText()(failure);
  return (
    <section aria-labelledby={id} className="px-4 pt-3.5 pb-4">
      <div className="mb-2 flex items-center gap-2">
        <StatusIcon kind="fail" className="size-4" />
        <h2 id={id}>{t('failure')}</h2>
        <Tag isCode>{failure.code}</Tag>
      </div>
      <p className="text-ink [overflow-wrap:anywhere]">
        {t.rich('failureLine', { label, message, b: (text) => <b>{text}</b> })}
      </p>
      {failure.logTail.length === 0 ? null : (
        <pre
          role="log"
          aria-label={t('lastLines')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
          tabIndex={0}
          className="mt-2.5 max-h-64 overflow-auto whitespace-pre-wrap rounded-md border border-line-soft bg-sunken px-3 py-2 text-xs leading-5 [overflow-wrap:anywhere]"
        >
          {failure.logTail.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines are never reordered
            <span key={index} className={isErrorLine(line) ? 'block text-fail' : 'block'}>
              {line}
            </span>
          ))}
        </pre>
      )}
    </section>
  );
}

/** Programs of all kinds begin the line that matters with one of these words. */
function isErrorLine(line: string): boolean {
  return /\b(error|fatal|panic|exception)\b/i.test(line) || /\w(Error|Exception): /.test(line);
}

function Advice({
  deployment,
  failure,
  onViewStartLog,
}: {
  deployment: DeploymentView;
  failure: Failure;
  onViewStartLog: () => void;
}) {
  const t = useTranslations('deployments');
  const id = useId();
  const { advice } = useFailureText()(failure);
  const fromVersionId = deployment.isVersionDeleted ? undefined : deployment.versionId;
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
      <div className="mt-3 flex flex-wrap gap-2">
        <Link
          href={newVersionPath(deployment.serviceId, fromVersionId)}
          className={buttonStyle({ intent: 'primary' })}
        >
          {t('createAsAdvised')}
        </Link>
        <Button onClick={onViewStartLog}>{t('viewStartLog')}</Button>
      </div>
    </section>
  );
}
