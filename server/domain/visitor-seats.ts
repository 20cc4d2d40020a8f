// 会话保持 (product.md 8). Every visitor has one of a hundred seats for good, and every seat a version: as many seats
// as per cent. A change of the shares gives away as few seats as it can, and each only from a version that lost share
// to one that gained. No rule on a visitor's number alone can do that with three versions, so the seating is kept in
// the routes and made from the one before.
import type { Share } from '#server/domain/traffic.ts';

/** Seats next to each other that belong to one version. All runs of a seating together are 100 seats. */
export type SeatRun = { versionId: string; seats: number };

/**
 * The seating for `shares` (which sum to 100) after the one `before`. Without shares nobody moves; without a seating
 * before, the versions sit side by side.
 */
export function seatVisitors(shares: readonly Share[], before: readonly SeatRun[] = []): readonly SeatRun[] {
  if (shares.length === 0) return before;
  if (before.length === 0) return runsOf(sideBySide(shares));
  const seating = seatingOf(before);
  const versionIds = [...new Set([...seating, ...shares.map(({ versionId }) => versionId)])].sort();
  for (const to of versionIds) for (const from of versionIds) giveSeats(seating, shares, from, to);
  return runsOf(seating);
}

/** Coprime to 100 and near its golden section: any few in a row are spread over all seats. */
const STRIDE = 61;

/** Every seat once, in the order in which they are given out: who comes first sits apart, so that a part of few moves too. */
export const SEATS_TO_GIVE: readonly number[] = Array.from(
  { length: 100 },
  (_, place) => (place * STRIDE) % 100,
);

/** The version of each seat, in the order of the seats. */
export function seatingOf(runs: readonly SeatRun[]): string[] {
  return runs.flatMap(({ versionId, seats }) => Array<string>(seats).fill(versionId));
}

function sideBySide(shares: readonly Share[]): string[] {
  const sorted = shares.toSorted((a, b) => (a.versionId < b.versionId ? -1 : 1));
  return seatingOf(sorted.map(({ versionId, percent }) => ({ versionId, seats: percent })));
}

/**
 * What `from` has too many goes to `to` as far as it has too few: the seats at the end that faces it, so that they
 * are the first to come back.
 */
function giveSeats(seating: string[], shares: readonly Share[], from: string, to: string): void {
  const count = Math.min(excessOf(seating, shares, from), -excessOf(seating, shares, to));
  if (count <= 0) return;
  const seats = seating.flatMap((versionId, seat) => (versionId === from ? [seat] : []));
  const given = from < to ? seats.slice(-count) : seats.slice(0, count);
  for (const seat of given) seating[seat] = to;
}

/** Seats above its share; negative where it has too few. */
function excessOf(seating: readonly string[], shares: readonly Share[], versionId: string): number {
  const percent = shares.find((share) => share.versionId === versionId)?.percent ?? 0;
  return seating.filter((owner) => owner === versionId).length - percent;
}

function runsOf(seating: readonly string[]): SeatRun[] {
  const runs: SeatRun[] = [];
  for (const versionId of seating) {
    const last = runs.at(-1);
    if (last?.versionId === versionId) last.seats += 1;
    else runs.push({ versionId, seats: 1 });
  }
  return runs;
}
