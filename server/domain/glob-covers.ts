import type { Glob } from '#server/domain/glob.ts';
import { contains } from '#server/domain/glob-ranges.ts';

type Token = Glob['tokens'][number];

/**
 * Whether all that `inner` matches is surely matched by `outer` too. Never true where it is not so; false in a few
 * cases where it is, because a star of `inner` is only ever taken by a star of `outer`. The tokens of `inner` are
 * read as the characters of a value are by `matchesGlob`, for the same reason and at the same cost.
 */
export function coversGlob(outer: Glob, inner: Glob): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  for (let given = inner.tokens[at]; given !== undefined; given = inner.tokens[at]) {
    const current = outer.tokens[token];
    if (current?.kind === 'star') {
      starToken = token++;
      starAt = at;
    } else if (current !== undefined && takes(current, given)) {
      token += 1;
      at += 1;
    } else if (starToken >= 0) {
      starAt += 1;
      at = starAt;
      token = starToken + 1;
    } else return false;
  }
  while (outer.tokens[token]?.kind === 'star') token += 1;
  return token === outer.tokens.length;
}

function takes(outer: Token, inner: Token): boolean {
  return outer.kind === 'one' && inner.kind === 'one' && contains(outer.ranges, inner.ranges);
}
