// What the full-text index is given of a block, and what it is asked. It knows pieces of three characters and in which
// blocks they are: enough to pass over most blocks, also for Chinese, which has no spaces between words.
import { logFields } from '#server/domain/log-fields.ts';
import { folded, plain } from '#server/domain/log-match.ts';

const PIECE = 3;
/** Of a longer text so many pieces are asked for: each halves what is left, or it is in every block anyway. */
const MOST_PIECES = 12;

/** Every word once: an index that only knows whether a piece is in a block gains nothing from hearing it again. */
export function blockWords(texts: readonly string[]): string {
  const words = new Set<string>();
  for (const text of texts) {
    for (const word of plain(text).split(/\s+/)) if (word.length >= PIECE) words.add(word);
    if (text.includes('\\')) for (const word of escapedWords(text)) words.add(word);
  }
  return [...words].join('\n');
}

/** Values that JSON writes with escapes are searched as they are meant. */
function escapedWords(text: string): string[] {
  return Object.values(logFields(text) ?? {}).flatMap((value) => value.split(/\s+/));
}

/** The question for blocks that may hold all of the texts; null where none is long enough to ask for. */
export function wordsQuestion(texts: readonly string[]): string | null {
  const pieces = new Set(texts.flatMap((text) => text.split(/\s+/)).flatMap(piecesOf));
  if (pieces.size === 0) return null;
  return [...pieces].map((piece) => `"${piece.replaceAll('"', '""')}"`).join(' AND ');
}

function piecesOf(text: string): string[] {
  const letters = [...folded(text)];
  const last = letters.length - PIECE;
  if (last < 0) return [];
  const step = Math.max(1, Math.ceil(last / MOST_PIECES));
  const starts = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  return [...new Set([...starts, last])].map((start) => letters.slice(start, start + PIECE).join(''));
}
