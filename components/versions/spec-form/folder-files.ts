// The files of a folder that was chosen or dropped, with their paths from the folder's own name on.

export type FolderFile = { path: string; file: File };

/** Histories are of no use to a build; what is installed is installed again there, unless it is wanted as it is. */
export function isLeftOut(path: string, isModulesWanted: boolean): boolean {
  const parts = path.split('/');
  return parts.includes('.git') || (!isModulesWanted && parts.includes('node_modules'));
}

/** From `<input webkitdirectory>`. */
export function chosenFiles(list: Iterable<File>, isModulesWanted: boolean): FolderFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !isLeftOut(path, isModulesWanted));
}

/** From a folder dropped on the page; what is left out is not even listed. */
export async function droppedFiles(
  entry: FileSystemEntry,
  isModulesWanted: boolean,
  path = entry.name,
): Promise<FolderFile[]> {
  if (isLeftOut(path, isModulesWanted)) return [];
  if (isFileEntry(entry)) return [{ path, file: await readFile(entry) }];
  const inner = await listFolder(entry as FileSystemDirectoryEntry);
  const found = await Promise.all(
    inner.map((child) => droppedFiles(child, isModulesWanted, `${path}/${child.name}`)),
  );
  return found.flat();
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
