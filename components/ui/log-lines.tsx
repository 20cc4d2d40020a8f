'use client';
import { memo, type ReactNode, type RefObject } from 'react';
import { cn } from '#components/ui/cn.ts';

export type LogLine = {
  /** Grows with every line; the lines' identity. */
  id: number | string;
  /** In ms since 1970; null for captions. */
  at: number | null;
  /** Which instance said it; empty for the platform. */
  source: string;
  text: string;
  /** `system`: the platform's own; `caption`: a heading inside the log. */
  level: 'system' | 'output' | 'error' | 'caption';
};

type LogLinesProps = {
  label: string;
  lines: readonly LogLine[];
  sought: string;
  hasCaret: boolean;
  emptyText: string;
  viewRef: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
};

export function LogLines({ label, lines, sought, hasCaret, emptyText, viewRef, onScroll }: LogLinesProps) {
  return (
    <div
      ref={viewRef}
      onScroll={onScroll}
      role="log"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto py-2 font-mono text-ink-2 text-xs leading-5 -outline-offset-2! [text-autospace:no-autospace]"
    >
      {lines.length === 0 ? <p className="px-4 text-ink-3">{emptyText}</p> : null}
      {lines.map((line, index) => (
        <Line key={line.id} line={line} sought={sought} hasCaret={hasCaret && index === lines.length - 1} />
      ))}
    </div>
  );
}

/** Lines out of view are not laid out (`content-visibility`), which carries some ten thousand of them. */
const LINE =
  'grid gap-x-2 whitespace-pre-wrap px-4 [contain-intrinsic-size:auto_20px] [content-visibility:auto] [overflow-wrap:anywhere] hover:bg-hover phone:px-3';

/** Kept as it is while lines are added below it. */
const Line = memo(function Line({
  line,
  sought,
  hasCaret,
}: {
  line: LogLine;
  sought: string;
  hasCaret: boolean;
}) {
  const { level } = line;
  if (level === 'caption') return <div className={cn(LINE, 'text-ink-3')}>{line.text}</div>;
  return (
    <div
      className={cn(
        LINE,
        'grid-cols-[72px_32px_minmax(0,1fr)] phone:grid-cols-[62px_20px_minmax(0,1fr)]',
        level === 'error' && 'bg-fail-soft shadow-[inset_2px_0_var(--color-fail)] hover:bg-fail-soft',
      )}
    >
      {line.at === null ? (
        <span />
      ) : (
        <time className="text-ink-3" suppressHydrationWarning>
          {clockTime(line.at)}
        </time>
      )}
      <span className="truncate text-ink-3">{line.source}</span>
      <span className={cn(level === 'error' && 'text-fail', level === 'system' && 'text-ink')}>
        <Marked text={line.text} sought={sought} />
        {hasCaret ? <i className="ml-px inline-block h-3.5 w-[7px] bg-primary align-[-2px]" /> : null}
      </span>
    </div>
  );
});

function Marked({ text, sought }: { text: string; sought: string }): ReactNode {
  const at = sought === '' ? -1 : text.toLowerCase().indexOf(sought.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="bg-primary-soft text-primary">{text.slice(at, at + sought.length)}</mark>
      {text.slice(at + sought.length)}
    </>
  );
}

function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
