'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { ComparedCell, type ComparedSide } from '#components/ui/compared-cell.tsx';
import type { ComparisonView } from '#components/versions/detail/history/comparison.tsx';
import { useSpecText } from '#components/versions/spec-text.ts';
import type { ComparedEnv, ComparisonLine } from '#server/domain/comparison.ts';

type LineCellsProps = { line: ComparisonLine; comparison: ComparisonView };

/** One line: its name, and what each side has. Words that differ are marked. */
export function LineCells({ line, comparison }: LineCellsProps) {
  const t = useTranslations('history');
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
      <ComparedCell
        side="a"
        label={t('currentShort')}
        isDifferent={line.isDifferent}
        isMono={isMono}
        own={sides.current}
        other={sides.snapshot}
      />
      <ComparedCell
        side="b"
        label={t('snapshotShort')}
        isDifferent={line.isDifferent}
        isMono={isMono}
        own={sides.snapshot}
        other={sides.current}
      />
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

function useSides(
  line: ComparisonLine,
  { current, snapshot }: ComparisonView,
): Record<'current' | 'snapshot', ComparedSide> {
  const t = useTranslations('history');
  const specText = useSpecText();
  if (line.kind === 'env') {
    const { isDifferent } = line;
    const secret = { secret: t('secretKept'), isWordShown: false };
    const other = { secret: t('secretDifferent'), isWordShown: true };
    return {
      current: envSide(line.current, secret),
      snapshot: envSide(line.snapshot, isDifferent ? other : secret),
    };
  }
  if (line.kind === 'made') return { current: { text: line.current }, snapshot: { text: line.snapshot } };
  const textOf = (spec: typeof current.spec): ComparedSide => {
    const text = specText(spec, line.field);
    return { text: text === '-' ? null : text };
  };
  return { current: textOf(current.spec), snapshot: textOf(snapshot.spec) };
}

function envSide(env: ComparedEnv, secret: ComparedSide): ComparedSide {
  if (env.kind === 'secret') return secret;
  return { text: env.kind === 'none' ? null : env.value };
}
