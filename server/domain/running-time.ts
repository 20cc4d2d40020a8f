// From when instances ran, and when the gateway counted, to the points of a chart.
import { countPoints, pointOf, pointSeconds, type Sampling } from '#server/domain/metric-sampling.ts';

/** Epoch seconds, with fractions. */
export type Stretch = { from: number; to: number };

export type Lifetime = Stretch & { cpu: number; memoryGb: number };

/** Most instances at one time, and CU on average, of each point. */
export type Running = { instances: number[]; cu: number[] };

/**
 * 1 CU is 1 core with 2 GB. An instance counts with the greater of its cores and half of its GB, as long as it is
 * there: what it was given, not what it used. The original names only its figure TkeCUUsedService.
 */
export function computeUnits({ cpu, memoryGb }: { cpu: number; memoryGb: number }): number {
  return Math.max(cpu, memoryGb / 2);
}

export function runningIn(sampling: Sampling, lifetimes: readonly Lifetime[]): Running {
  const byPoint = distribute(sampling, lifetimes);
  return {
    instances: byPoint.map(mostAtOnce),
    cu: byPoint.map((parts, point) => {
      const unitSeconds = parts.reduce((sum, part) => sum + computeUnits(part.of) * (part.to - part.from), 0);
      return unitSeconds / pointSeconds(sampling, point);
    }),
  };
}

/** Seconds of each point that lie in any of the stretches, which may overlap. */
export function coveredSeconds(sampling: Sampling, stretches: readonly Stretch[]): number[] {
  const covered = distribute(sampling, joined(stretches));
  return covered.map((parts) => parts.reduce((sum, part) => sum + part.to - part.from, 0));
}

type Piece<Of extends Stretch> = Stretch & { of: Of };

/** What of each stretch lies in which point. */
function distribute<Of extends Stretch>(sampling: Sampling, stretches: readonly Of[]): Piece<Of>[][] {
  const byPoint: Piece<Of>[][] = Array.from({ length: countPoints(sampling) }, () => []);
  for (const of of stretches) {
    const first = Math.max(0, pointOf(sampling, of.from));
    for (let point = first; point < byPoint.length; point += 1) {
      const start = sampling.from + point * sampling.stepSeconds;
      if (start >= of.to) break;
      const end = start + pointSeconds(sampling, point);
      const piece = { of, from: Math.max(start, of.from), to: Math.min(end, of.to) };
      if (piece.from < piece.to) byPoint[point]?.push(piece);
    }
  }
  return byPoint;
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** One that ends as another begins does not stand beside it. */
function mostAtOnce(pieces: readonly Stretch[]): number {
  const turns = pieces.flatMap(({ from, to }) => [[from, 1] as const, [to, -1] as const]);
  turns.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let most = 0;
  for (const [, change] of turns) {
    now += change;
    most = Math.max(most, now);
  }
  return most;
}
