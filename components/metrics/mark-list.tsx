'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useActorName } from '#components/audit/actor-name.tsx';
import { deploymentPath } from '#components/services/service-paths.ts';
import { LocalTime } from '#components/ui/local-time.tsx';
import type { MetricMark } from '#server/api/views/metric-marks.ts';

type MarkListProps = {
  serviceId: string;
  marks: readonly MetricMark[];
  isCut: boolean;
  textOf: (mark: MetricMark) => string;
};

/** The marks of the charts in words, newest first, with the way to each deployment. */
export function MarkList({ serviceId, marks, isCut, textOf }: MarkListProps) {
  const t = useTranslations('metrics');
  const nameOf = useActorName();
  if (marks.length === 0) return null;
  return (
    <details className="mt-2 text-sm">
      <summary className="w-fit cursor-pointer rounded-sm text-ink-3 text-xs">
        {t('changes', { count: marks.length })}
      </summary>
      <ul
        aria-label={t('changes', { count: marks.length })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which the keyboard has to be able to do.
        tabIndex={0}
        className="mt-2 grid max-h-56 gap-1 overflow-auto"
      >
        {marks.toReversed().map((mark) => (
          <li key={mark.id} className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-ink-3 text-xs">
              <LocalTime at={mark.at} />
            </span>
            {mark.deploymentId === null ? (
              <span className="text-ink">{textOf(mark)}</span>
            ) : (
              <Link
                className="text-primary hover:underline"
                href={deploymentPath(serviceId, mark.deploymentId)}
              >
                {textOf(mark)}
              </Link>
            )}
            <span className="text-ink-3 text-xs">{nameOf(mark.actorId, mark.actorName)}</span>
          </li>
        ))}
      </ul>
      {isCut ? <p className="mt-1 text-ink-3 text-xs">{t('changesCut', { count: marks.length })}</p> : null}
    </details>
  );
}
