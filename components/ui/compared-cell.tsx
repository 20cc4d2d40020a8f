'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { markDifferences } from '#components/ui/text-marks.ts';

/** `text` null: this side has none. `secret`: it has one that nobody may see, and the word that says so. */
export type ComparedSide = { text: string | null } | { secret: string; isWordShown: boolean };

type ComparedCellProps = {
  /** The left side, or the right one. */
  side: 'a' | 'b';
  /** Before the value on the phone, where the sides stand below each other. */
  label: string;
  isDifferent: boolean;
  isMono: boolean;
  own: ComparedSide;
  other: ComparedSide;
};

/** One side of a line of a two-column difference. Words that differ are marked. */
export function ComparedCell({ side, label, isDifferent, isMono, own, other }: ComparedCellProps) {
  const hasOwn = 'secret' in own || own.text !== null;
  return (
    <td
      className={cn(
        'border-line-soft border-b border-l px-4 py-1.5 align-middle text-ink [overflow-wrap:anywhere] [border-left-color:var(--color-line)] phone:flex phone:gap-2 phone:border-0 phone:py-1 phone:last:pb-2',
        'h-9 phone:h-auto',
        isDifferent && hasOwn && (side === 'a' ? 'bg-diff-a' : 'bg-diff-b'),
      )}
    >
      <span className="hidden flex-none text-ink-3 text-xs leading-5 phone:inline">{label}</span>
      <span className={cn('min-w-0', isMono && hasOwn && 'whitespace-pre-wrap font-mono text-xs')}>
        <Content side={side} isDifferent={isDifferent} own={own} other={other} />
      </span>
    </td>
  );
}

type ContentProps = Pick<ComparedCellProps, 'side' | 'isDifferent' | 'own' | 'other'>;

function Content({ side, isDifferent, own, other }: ContentProps): ReactNode {
  const t = useTranslations('common');
  if ('secret' in own) return <Secret word={own.secret} isWordShown={own.isWordShown} />;
  if (own.text === null) return <span className="text-ink-3">{t('nothing')}</span>;
  if (!isDifferent) return own.text === '' ? '""' : own.text;
  if (own.text === '') return <Mark side={side}>""</Mark>;
  const otherText = 'secret' in other ? '' : (other.text ?? '');
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

function Mark({ side, children }: { side: 'a' | 'b'; children: ReactNode }) {
  return (
    <mark
      className={cn(
        'bg-transparent font-strong text-ink',
        side === 'a'
          ? 'shadow-[inset_0_-2px_var(--color-series-1)]'
          : 'shadow-[inset_0_-2px_var(--color-series-base)]',
      )}
    >
      {children}
    </mark>
  );
}

function Secret({ word, isWordShown }: { word: string; isWordShown: boolean }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span aria-hidden>••••••••</span>
      <span className={cn('font-sans text-ink-3 text-xs', !isWordShown && 'sr-only')}>{word}</span>
    </span>
  );
}
