import type { Upstream } from '#server/gateway/upstream.ts';

/**
 * The less busy one of two instances drawn at random, leaving out those already tried; undefined when none is left.
 * Two are enough: the fullest queue shrinks exponentially against one draw, and nobody has to look at all.
 * `random` gives numbers in [0, 1).
 */
export function pickUpstream(
  upstreams: readonly Upstream[],
  tried: readonly Upstream[],
  random: () => number,
): Upstream | undefined {
  const open = tried.length === 0 ? upstreams : upstreams.filter((upstream) => !tried.includes(upstream));
  if (open.length <= 1) return open[0];
  const first = Math.floor(random() * open.length);
  const second = (first + 1 + Math.floor(random() * (open.length - 1))) % open.length;
  return lessBusy(open[first], open[second]);
}

function lessBusy(a: Upstream | undefined, b: Upstream | undefined): Upstream | undefined {
  if (!a || !b) return a ?? b;
  return b.inFlight < a.inFlight ? b : a;
}
