'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import type { ComparisonView } from '#components/versions/detail/history/comparison.tsx';
import { markDifferences } from '#components/versions/detail/history/text-marks.ts';
import { useSpecText } from '#components/versions/spec-text.ts';
import type { ComparedEnv, ComparisonLine } from '#server/domain/comparison.ts';

type LineCellsProps = { line: ComparisonLine; comparison: ComparisonView };

/** One line: its name, and what each side has. Words that differ are marked. */
export function LineCells({ line, comparison }: LineCellsProps) {
  const sides = useSides(line, comparison);
  const isMono = line.kind !== 'field' || isTyped(line.field);
  return (
    <tr className="phone:block phone:border-line-soft phone:border-b">
      <th
        scope="row"
        className={cn(
          'border-line-soft border-b px-4 py-1.5 text-left font-normal text-ink-2 text-sm [overflow-wrap:anywhere] phone:block phone:border-0 phone:pb-0',
          line.kind === 'env' && 'font-mono text-xs',
        )}
      >
        <LineName line={line} />
      </th>
      <Cell side="current" line={line} isMono={isMono} own={sides.current} other={sides.snapshot} />
      <Cell side="snapshot" line={line} isMono={isMono} own={sides.snapshot} other={sides.current} />
    </tr>
  );
}

function LineName({ line }: { line: ComparisonLine }): string {
  const t = useTranslations();
  if (line.kind === 'env') return line.name;
  return line.kind === 'made' ? t(`history.${line.field}`) : t(`spec.${line.field}`);
}

/** Set in the fixed-width type: what is typed into machines. */
function isTyped(field: Extract<ComparisonLine, { kind: 'field' }>['field']): boolean {
  return field === 'image' || field === 'code' || field === 'command' || field === 'args';
}

/** `text` null: this side has none. `secret`: it has one that nobody may see. */
type Side = { text: string | null } | 'secret';

function useSides(
  line: ComparisonLine,
  { current, snapshot }: ComparisonView,
): Record<'current' | 'snapshot', Side> {
  const specText = useSpecText();
  if (line.kind === 'env') return { current: envSide(line.current), snapshot: envSide(line.snapshot) };
  if (line.kind === 'made') return { current: { text: line.current }, snapshot: { text: line.snapshot } };
  const textOf = (spec: typeof current.spec): Side => {
    const text = specText(spec, line.field);
    return { text: text === '-' ? null : text };
  };
  return { current: textOf(current.spec), snapshot: textOf(snapshot.spec) };
}

function envSide(env: ComparedEnv): Side {
  if (env.kind === 'secret') return 'secret';
  return { text: env.kind === 'none' ? null : env.value };
}

type CellProps = {
  side: 'current' | 'snapshot';
  line: ComparisonLine;
  isMono: boolean;
  own: Side;
  other: Side;
};

function Cell({ side, line, isMono, own, other }: CellProps) {
  const t = useTranslations('history');
  const hasOwn = own === 'secret' || own.text !== null;
  return (
    <td
      className={cn(
        'border-line-soft border-b border-l px-4 py-1.5 align-middle text-ink [overflow-wrap:anywhere] [border-left-color:var(--color-line)] phone:flex phone:gap-2 phone:border-0 phone:py-1 phone:last:pb-2',
        'h-9 phone:h-auto',
        line.isDifferent && hasOwn && (side === 'current' ? 'bg-diff-a' : 'bg-diff-b'),
      )}
    >
      <span className="hidden flex-none text-ink-3 text-xs leading-5 phone:inline">
        {t(side === 'current' ? 'currentShort' : 'snapshotShort')}
      </span>
      <span className={cn('min-w-0', isMono && hasOwn && 'whitespace-pre-wrap font-mono text-xs')}>
        <Content side={side} isDifferent={line.isDifferent} own={own} other={other} />
      </span>
    </td>
  );
}

function Content({
  side,
  isDifferent,
  own,
  other,
}: Omit<CellProps, 'line' | 'isMono'> & { isDifferent: boolean }): ReactNode {
  const t = useTranslations('history');
  if (own === 'secret') return <Secret isDifferent={isDifferent && side === 'snapshot'} />;
  if (own.text === null) return <span className="text-ink-3">{t('none')}</span>;
  if (!isDifferent) return own.text === '' ? '""' : own.text;
  if (own.text === '') return <Mark side={side}>""</Mark>;
  const otherText = other === 'secret' ? '' : (other.text ?? '');
  return markDifferences(own.text, otherText).map((part, index) =>
    part.isMarked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts are never reordered
      <Mark key={index} side={side}>
        {part.text}
      </Mark>
    ) : (
      part.text
    ),
  );
}

function Mark({ side, children }: { side: 'current' | 'snapshot'; children: ReactNode }) {
  return (
    <mark
      className={cn(
        'bg-transparent font-strong text-ink',
        side === 'current'
          ? 'shadow-[inset_0_-2px_var(--color-series-1)]'
          : 'shadow-[inset_0_-2px_var(--color-series-base)]',
      )}
    >
      {children}
    </mark>
  );
}

function Secret({ isDifferent }: { isDifferent: boolean }) {
  const t = useTranslations('history');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span aria-hidden>••••••••</span>
      <span className={cn('font-sans text-ink-3 text-xs', !isDifferent && 'sr-only')}>
        {t(isDifferent ? 'secretDifferent' : 'secretKept')}
      </span>
    </span>
  );
}
