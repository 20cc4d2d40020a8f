// 日志采集路径 (console-spec 1.11): what of a container is read besides what it prints. A folder of the platform is
// mounted there, so it may not be one that programs need.
import type { VersionSpec } from '#server/domain/spec.ts';

/** Endings of files that are collected (console-spec 1.11). */
export const COLLECTED_ENDINGS = ['.log', '.trace', '.out'] as const;

/** 日志采集路径 for nothing but what is printed. */
export const STDOUT = 'stdout';

type Collecting = Pick<VersionSpec, 'logType' | 'logPath'>;

/** The file or folder inside the container; null where nothing but what is printed is collected. */
export function collectedPath({ logType, logPath }: Collecting): string | null {
  return logType === 'custom' && logPath !== STDOUT ? logPath : null;
}

/** Issue code of a path that cannot be collected; undefined where it can, or where none is. */
export function collectionPathIssue(spec: Collecting): string | undefined {
  const path = collectedPath(spec);
  if (path === null) return undefined;
  if (!isAbsolute(path)) return 'log_path_not_absolute';
  const ending = /\.[a-z]+$/i.exec(path)?.[0].toLowerCase();
  if (ending !== undefined && !isCollected(ending)) return 'log_path_ending';
  return isSystemFolder(folderOf(path)) ? 'log_path_system' : undefined;
}

/** Of a file its folder, which is what gets mounted; of a folder itself. */
export function folderOf(path: string): string {
  const whole = path.replace(/\/+$/, '');
  return COLLECTED_ENDINGS.some((ending) => whole.endsWith(ending))
    ? whole.slice(0, whole.lastIndexOf('/'))
    : whole;
}

function isAbsolute(path: string): boolean {
  if (!path.startsWith('/')) return false;
  const names = path.slice(1).replace(/\/$/, '').split('/');
  return path === '/' || names.every((name) => name !== '' && name !== '.' && name !== '..');
}

function isCollected(ending: string): boolean {
  return (COLLECTED_ENDINGS as readonly string[]).includes(ending);
}

/** The system's to the last file. */
const SYSTEM = 'bin boot dev etc lib lib32 lib64 proc run sbin sys'.split(' ');

/** Full of what programs need, though a folder of one's own may stand inside. */
const SHARED =
  'home media mnt opt root srv tmp usr usr/bin usr/lib usr/lib64 usr/local usr/local/bin usr/local/lib usr/sbin usr/share var var/lib var/log var/run'.split(
    ' ',
  );

function isSystemFolder(folder: string): boolean {
  const place = folder.slice(1);
  const [first = ''] = place.split('/');
  return place === '' || SYSTEM.includes(first) || SHARED.includes(place);
}
