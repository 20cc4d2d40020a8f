'use client';
import { type AnsiColour, type AnsiPiece, ansiPieces } from '#components/logs/ansi-pieces.ts';
import { cutAtHits, hitsIn } from '#components/logs/text-hits.ts';
import { cn } from '#components/ui/cn.ts';

/** What is looked for in lines, to be marked. */
export type Sought = { texts: readonly string[]; isCaseSensitive: boolean };

/** Each is 4.5:1 or more on the ground of the log, in both themes: the colours of a terminal are made for black. */
const COLOURS: Record<AnsiColour, string> = {
  black: 'text-ink',
  red: 'text-fail',
  green: 'text-ok',
  yellow: 'text-[light-dark(#7a5200,#e0b050)]',
  blue: 'text-primary',
  magenta: 'text-[light-dark(#8a2a8f,#e08be6)]',
  cyan: 'text-[light-dark(#0a6470,#5cc8d6)]',
  white: 'text-ink-3',
};

const GROUNDS: Record<AnsiColour, string> = {
  black: 'bg-ink',
  red: 'bg-fail',
  green: 'bg-ok',
  yellow: 'bg-[light-dark(#7a5200,#e0b050)]',
  blue: 'bg-primary',
  magenta: 'bg-[light-dark(#8a2a8f,#e08be6)]',
  cyan: 'bg-[light-dark(#0a6470,#5cc8d6)]',
  white: 'bg-ink-3',
};

/** A line as a terminal would colour it, with what is looked for marked. Text only. */
export function AnsiText({ text, sought }: { text: string; sought: Sought }) {
  const pieces = ansiPieces(text);
  const words = pieces.map((piece) => piece.text).join('');
  const cut = cutAtHits(pieces, hitsIn(words, sought.texts, sought.isCaseSensitive));
  return cut.map((piece, index) =>
    piece.isHit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes
      <mark key={index} className="rounded-xs bg-primary-soft font-strong text-primary">
        {piece.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes
      <span key={index} className={lookOf(piece)}>
        {piece.text}
      </span>
    ),
  );
}

function lookOf(piece: AnsiPiece): string | undefined {
  const { colour, ground } = piece;
  return (
    cn(
      colour !== null && ground === null && COLOURS[colour],
      ground !== null && [GROUNDS[ground], 'text-surface'],
      piece.isStrong && 'font-strong',
      piece.isDim && ground === null && 'text-ink-3',
      piece.isItalic && 'italic',
      piece.isUnderlined && 'underline',
      piece.isStruck && 'line-through',
    ) || undefined
  );
}
