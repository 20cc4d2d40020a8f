// .dockerignore as Docker reads it: the last line that matches a file, or a folder it is in, decides; `!` makes an
// exception, `**` stands for any number of folders. Linear in path × line: the lines are somebody else's.
import { type Glob, matchesGlob, parseGlob } from '#server/domain/glob.ts';

type Part = Glob | 'folders';

export type IgnoreRule = { isException: boolean; parts: readonly Part[] };

/** Lines that are no pattern are passed over: the engine complains about them itself. */
export function parseIgnoreFile(text: string): IgnoreRule[] {
  return text.split('\n').flatMap((raw) => {
    const line = raw.trim();
    if (line === '' || raw.startsWith('#')) return [];
    const isException = line.startsWith('!');
    const parts = partsOf(isException ? line.slice(1).trim() : line);
    return parts && parts.length > 0 ? [{ isException, parts }] : [];
  });
}

/** `path`: below the root, with `/` between its names. */
export function isIgnored(rules: readonly IgnoreRule[], path: string): boolean {
  const names = path.split('/');
  return rules.reduce(
    (ignored, { isException, parts }) =>
      ignored === isException && matchesBeginning(parts, names) ? !isException : ignored,
    false,
  );
}

function partsOf(pattern: string): Part[] | null {
  const parts: Part[] = [];
  for (const name of pattern.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') parts.pop();
    else if (name === '**') parts.push('folders');
    else {
      const parsed = parseGlob(name);
      if (parsed.kind === 'invalid') return null;
      parts.push(parsed.glob);
    }
  }
  return parts;
}

/** The parts match the path, or one of the folders that lead to it. */
function matchesBeginning(parts: readonly Part[], names: readonly string[]): boolean {
  let reached: ReadonlySet<number> = new Set([0]);
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    reached =
      part === 'folders' ? pastFolders(reached, names.length, isLast) : pastName(reached, names, part);
  });
  return reached.size > 0;
}

/** At the end of a line `**` stands for what is in a folder, not for the folder. */
function pastFolders(reached: ReadonlySet<number>, length: number, isLast: boolean): ReadonlySet<number> {
  const from = Math.min(...reached) + (isLast ? 1 : 0);
  return new Set(Array.from({ length: Math.max(0, length - from + 1) }, (_, index) => from + index));
}

function pastName(reached: ReadonlySet<number>, names: readonly string[], glob: Glob): ReadonlySet<number> {
  return new Set(
    [...reached].filter((at) => at < names.length && matchesGlob(glob, names[at] ?? '')).map((at) => at + 1),
  );
}
