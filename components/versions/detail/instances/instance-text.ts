// Figures of instances as they are written.

/** Of its limit: whole per cent. */
export function shareText(used: number, limit: number): string {
  return limit > 0 ? `${Math.round((used / limit) * 100)}%` : '-';
}

/** Cores with two digits: 0.06. */
export function coresText(cores: number): string {
  return String(Math.round(cores * 100) / 100);
}

const MIB = 1024 ** 2;

export function mebibytesText(bytes: number): string {
  const mebibytes = bytes / MIB;
  return mebibytes < 10 ? mebibytes.toFixed(1) : String(Math.round(mebibytes));
}

/** How long it has been there, or was. */
export function ageMs(
  {
    createdAt,
    startedAt,
    stoppedAt,
  }: { createdAt: number; startedAt: number | null; stoppedAt: number | null },
  now: number,
): number {
  return Math.max(0, (stoppedAt ?? now) - (startedAt ?? createdAt));
}
