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
  const open = openOnes(upstreams, tried);
  if (open.length <= 1) return open[0];
  const first = Math.floor(random() * open.length);
  const second = (first + 1 + Math.floor(random() * (open.length - 1))) % open.length;
  return lessBusy(open[first], open[second]);
}

/** Those not tried yet; of them those that take connections, where any does. */
function openOnes(upstreams: readonly Upstream[], tried: readonly Upstream[]): readonly Upstream[] {
  if (tried.length === 0 && !upstreams.some(isOut)) return upstreams;
  const untried = upstreams.filter((upstream) => !tried.includes(upstream));
  const taking = untried.filter((upstream) => !isOut(upstream));
  return taking.length > 0 ? taking : untried;
}

function isOut(upstream: Upstream): boolean {
  return upstream.isOut();
}

function lessBusy(a: Upstream | undefined, b: Upstream | undefined): Upstream | undefined {
  if (!a || !b) return a ?? b;
  return b.inFlight < a.inFlight ? b : a;
}
