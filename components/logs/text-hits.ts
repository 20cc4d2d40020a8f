/** A stretch of a text: from the first letter to behind the last one. */
export type Hit = { start: number; end: number };

/** Where any of `sought` stands in `text`, in order and without overlaps. */
export function hitsIn(text: string, sought: readonly string[], isCaseSensitive: boolean): Hit[] {
  const whole = isCaseSensitive ? text : folded(text);
  const found = sought.flatMap((one) => placesOf(whole, isCaseSensitive ? one : folded(one)));
  const hits: Hit[] = [];
  for (const hit of found.sort((a, b) => a.start - b.start)) {
    const last = hits.at(-1);
    if (last && hit.start <= last.end) last.end = Math.max(last.end, hit.end);
    else hits.push({ ...hit });
  }
  return hits;
}

/** Letters whose small form is longer (İ) stay: places have to be those of the text itself. */
function folded(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length ? small : text;
}

function placesOf(text: string, sought: string): Hit[] {
  const places: Hit[] = [];
  if (sought === '') return places;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + sought.length))
    places.push({ start: at, end: at + sought.length });
  return places;
}

/** Cuts pieces of a text where hits begin and end. */
export function cutAtHits<Piece extends { text: string }>(
  pieces: readonly Piece[],
  hits: readonly Hit[],
): (Piece & { isHit: boolean })[] {
  const cut: (Piece & { isHit: boolean })[] = [];
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.text.length;
    let at = start;
    for (const hit of hits.filter((one) => one.end > start && one.start < end)) {
      const [from, to] = [Math.max(hit.start, start), Math.min(hit.end, end)];
      if (from > at) cut.push({ ...piece, text: piece.text.slice(at - start, from - start), isHit: false });
      cut.push({ ...piece, text: piece.text.slice(from - start, to - start), isHit: true });
      at = to;
    }
    if (end > at) cut.push({ ...piece, text: piece.text.slice(at - start), isHit: false });
    start = end;
  }
  return cut;
}
