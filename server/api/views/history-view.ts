// 版本历史 as the console shows it.
import type { Db } from '#db/open.ts';
import { listSuccesses } from '#db/stores/deployments.ts';
import { readMachine } from '#db/stores/machine.ts';
import { userNames } from '#db/stores/people.ts';
import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import { readSpec, type Version } from '#db/stores/versions.ts';
import { diffSpecs } from '#server/domain/diff.ts';
import { type HistoryEntry, historyOf } from '#server/domain/history.ts';
import { type ImageAvailability, imageAvailability } from '#server/domain/image-availability.ts';
import { Problem } from '#server/domain/problem.ts';

export type HistoryItem = ReturnType<typeof readHistory>['items'][number];
export type HistorySide = ReturnType<typeof toSide>;

/** One page of a version's history, newest first. */
export function readHistory(db: Db, version: Version, page: { limit: number; offset: number }) {
  const entries = historyOf(listSuccesses(db, version.id));
  const names = userNames(db);
  return {
    items: entries.slice(page.offset, page.offset + page.limit).map((entry) => ({
      ...toMoment(version, entry, names),
      changed: changedBy(db, version, entry),
      image: availabilityOf(db, version, entry.number),
    })),
    total: entries.length,
  };
}

/** The serving configuration and one snapshot, both whole. Throws not_found where that snapshot never served. */
export function readComparison(db: Db, version: Version, snapshotNumber: number) {
  const entries = historyOf(listSuccesses(db, version.id));
  const current = entries.find(({ number }) => number === version.snapshotNumber);
  const snapshot = entries.find(({ number }) => number === snapshotNumber);
  if (!current || !snapshot) throw new Problem('not_found');
  const names = userNames(db);
  return {
    current: toSide(db, version, current, names),
    snapshot: toSide(db, version, snapshot, names),
    image: availabilityOf(db, version, snapshotNumber),
  };
}

/** Digest, commit and size in bytes of what the serving snapshot's instances are made from. */
export function readMadeFrom(db: Db, version: Version) {
  const image = findSnapshotImage(db, version.id, version.snapshotNumber);
  if (!image) return null;
  const { digest, commit, sizeBytes } = image;
  return { digest, commit, sizeBytes };
}

function toMoment(version: Version, entry: HistoryEntry, names: Map<string, string>) {
  return {
    number: entry.number,
    isCurrent: entry.number === version.snapshotNumber,
    liveAt: entry.liveAt,
    liveUntil: entry.liveUntil,
    deployedByName: names.get(entry.deployedBy) ?? entry.deployedBy,
  };
}

function toSide(db: Db, version: Version, entry: HistoryEntry, names: Map<string, string>) {
  const image = findSnapshotImage(db, version.id, entry.number);
  return {
    ...toMoment(version, entry, names),
    spec: readSpec(db, version.id, entry.number),
    madeFrom: image ? { digest: image.digest, commit: image.commit } : null,
  };
}

/** Names only: fields and variables that differ from what served before; null for the first configuration. */
function changedBy(db: Db, version: Version, { number, beforeNumber }: HistoryEntry) {
  if (beforeNumber === null) return null;
  const diff = diffSpecs(readSpec(db, version.id, beforeNumber), readSpec(db, version.id, number));
  return { fields: diff.changed, env: diff.env.map(({ name }) => name) };
}

function availabilityOf(db: Db, version: Version, snapshotNumber: number): ImageAvailability {
  const image = findSnapshotImage(db, version.id, snapshotNumber) ?? null;
  return imageAvailability(image, readMachine(db) ?? null);
}
