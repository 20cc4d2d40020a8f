// How much uploaded code may lie around that no version uses yet. Each upload has its own limits (server/sources); this
// is their sum, so that nobody fills the disk by uploading again and again.

const GIBIBYTE = 1024 ** 3;

export const UPLOAD_ROOM = { serviceBytes: 4 * GIBIBYTE, installationBytes: 16 * GIBIBYTE } as const;

/** Somebody may be filling in the form that it was uploaded for. */
const FRESH_MS = 3600_000;

export type UnusedUpload = { id: string; serviceId: string; sizeBytes: number; createdAt: number };

export type RoomPlan =
  /** There is room once these are gone. */
  | { kind: 'room'; forget: string[] }
  /** There is none, whatever is taken away. */
  | { kind: 'full'; limitGb: number; usedGb: number };

/** Room for so many bytes (0: for anything at all). Old uploads go first, the oldest before the others. */
export function planUploadRoom(
  unused: readonly UnusedUpload[],
  wanted: Pick<UnusedUpload, 'serviceId' | 'sizeBytes'>,
  now: number,
  room: { serviceBytes: number; installationBytes: number } = UPLOAD_ROOM,
): RoomPlan {
  const own = unused.filter(({ serviceId }) => serviceId === wanted.serviceId);
  const ofService = makeRoom(own, wanted.sizeBytes, room.serviceBytes, now);
  if (ofService.kind === 'full') return ofService;
  const left = unused.filter(({ id }) => !ofService.forget.includes(id));
  const ofAll = makeRoom(left, wanted.sizeBytes, room.installationBytes, now);
  if (ofAll.kind === 'full') return ofAll;
  return { kind: 'room', forget: [...ofService.forget, ...ofAll.forget] };
}

function makeRoom(
  unused: readonly UnusedUpload[],
  sizeBytes: number,
  limitBytes: number,
  now: number,
): RoomPlan {
  const usedBytes = unused.reduce((sum, upload) => sum + upload.sizeBytes, 0);
  const old = unused
    .filter(({ createdAt }) => createdAt <= now - FRESH_MS)
    .toSorted((a, b) => a.createdAt - b.createdAt);
  const forget: string[] = [];
  let bytes = usedBytes + sizeBytes;
  for (const upload of old) {
    if (bytes <= limitBytes) break;
    forget.push(upload.id);
    bytes -= upload.sizeBytes;
  }
  if (bytes <= limitBytes) return { kind: 'room', forget };
  return {
    kind: 'full',
    limitGb: limitBytes / GIBIBYTE,
    usedGb: Math.round((usedBytes / GIBIBYTE) * 10) / 10,
  };
}
