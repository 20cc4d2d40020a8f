'use client';
import type { inferRouterOutputs } from '@trpc/server';
import { useTranslations } from 'use-intl/react';
import { ComparedCell, type ComparedSide } from '#components/ui/compared-cell.tsx';
import type { AppRouter } from '#server/api/router.ts';
import { type DifferenceLine, differenceOf } from '#server/domain/audit-difference.ts';
import { CHANGED, MASK } from '#server/domain/audit-spec.ts';

type DetailedEvent = inferRouterOutputs<AppRouter>['audit']['get'];

const HEAD = 'h-9 border-line border-b px-4 text-left font-normal text-ink-3 text-xs not-first:border-l';

/** Before and after, line by line. On the phone one below the other. */
export function EventDifference({ event }: { event: DetailedEvent }) {
  const t = useTranslations('audit');
  const lines = differenceOf(event.before, event.after);
  if (lines.length === 0) return <p className="text-ink-3 text-sm">{t('noChange')}</p>;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed border-collapse phone:block">
        <colgroup className="phone:hidden">
          <col className="w-[28%]" />
          <col />
          <col />
        </colgroup>
        <thead className="phone:hidden">
          <tr>
            {(['field', 'before', 'after'] as const).map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="phone:block">
          {lines.map((line) => (
            <Line key={line.path} line={named(line, event.versionNames)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line: { path, before, after, isDifferent } }: { line: DifferenceLine }) {
  const t = useTranslations('audit');
  const sides = { a: useSide(before), b: useSide(after) };
  return (
    <tr className="phone:block phone:border-line-soft phone:border-b">
      <th
        scope="row"
        className="border-line-soft border-b px-4 py-1.5 text-left font-mono font-normal text-ink-2 text-xs [overflow-wrap:anywhere] phone:block phone:border-0 phone:pb-0"
      >
        {path}
      </th>
      <ComparedCell
        side="a"
        label={t('before')}
        isDifferent={isDifferent}
        isMono
        own={sides.a}
        other={sides.b}
      />
      <ComparedCell
        side="b"
        label={t('after')}
        isDifferent={isDifferent}
        isMono
        own={sides.b}
        other={sides.a}
      />
    </tr>
  );
}

function useSide(text: string | null): ComparedSide {
  const t = useTranslations('audit');
  if (text === MASK) return { secret: t('masked'), isWordShown: false };
  if (text === `${MASK} ${CHANGED}`) return { secret: t('maskedChanged'), isWordShown: true };
  return { text };
}

/** With versions by their names. */
function named(line: DifferenceLine, names: Record<string, string>): DifferenceLine {
  const withNames = (text: string) => text.replaceAll(/\bver-[a-z0-9]+\b/g, (id) => names[id] ?? id);
  return {
    ...line,
    path: withNames(line.path),
    before: line.before === null ? null : withNames(line.before),
    after: line.after === null ? null : withNames(line.after),
  };
}
