import type { FolderFile } from '#components/versions/spec-form/folder-files.ts';
import { tarOf } from '#components/versions/spec-form/tar.ts';
import type { Parcel } from '#components/versions/spec-form/upload-package.ts';

/** A folder as it goes up: a tar that keeps the folder's own name at its root. */
export function folderParcel(files: readonly FolderFile[]): Parcel | 'emptyFolder' {
  const [first] = files;
  if (!first) return 'emptyFolder';
  const body = tarOf(files.map(({ path, file }) => ({ path, content: file, modifiedAt: file.lastModified })));
  return { kind: 'folder', fileName: first.path.split('/')[0] ?? first.path, body };
}

/** A zip goes up as it is. */
export function zipParcel(file: File | undefined): Parcel | 'notZip' {
  if (!file || !/\.zip$/i.test(file.name)) return 'notZip';
  return { kind: 'zip', fileName: file.name, body: file };
}
