export type TextPart = { text: string; isMarked: boolean };

/** Beyond this many pairs of words to look at, the whole text is marked. */
const MOST_PAIRS = 250_000;

/** The words of `text` that `other` does not have in the same order: what differs of a line, not the whole line. */
export function markDifferences(text: string, other: string): TextPart[] {
  const [words, others] = [wordsOf(text), wordsOf(other)];
  if (words.length * others.length > MOST_PAIRS) return [{ text, isMarked: true }];
  const common = commonWords(words, others);
  return joined(words.map((word, index) => ({ text: word, isMarked: !common.has(index) })));
}

/** `shop/order:1.8.3` is shop, /, order, :, 1.8.3. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_.]+|\s+|[^\p{L}\p{N}_.\s]/gu) ?? [];
}

/** Indices of a longest common subsequence in the first list. */
function commonWords(words: readonly string[], others: readonly string[]): Set<number> {
  const lengths = lengthsOf(words, others);
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  const common = new Set<number>();
  for (let row = 0, column = 0; row < words.length && column < others.length; ) {
    if (words[row] === others[column]) {
      common.add(row);
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return common;
}

/** At [row][column]: how many words the rests of both lists have in common. */
function lengthsOf(words: readonly string[], others: readonly string[]): number[][] {
  const lengths: number[][] = [];
  for (let row = words.length - 1; row >= 0; row--) {
    const line: number[] = Array(others.length + 1).fill(0);
    const below = lengths[row + 1] ?? [];
    for (let column = others.length - 1; column >= 0; column--) {
      line[column] =
        words[row] === others[column]
          ? (below[column + 1] ?? 0) + 1
          : Math.max(below[column] ?? 0, line[column + 1] ?? 0);
    }
    lengths[row] = line;
  }
  return lengths;
}

function joined(parts: readonly TextPart[]): TextPart[] {
  const result: TextPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.isMarked === part.isMarked) last.text += part.text;
    else result.push({ ...part });
  }
  return result;
}
