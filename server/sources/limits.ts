/**
 * How much code may come in, by upload or from a repository. A zip of a few kB may stand for terabytes: what is
 * unpacked is counted as it is written, whatever the archive says of itself.
 */
export const SOURCE_LIMITS = {
  /** Of the request: the zip, or the tar of a folder. */
  uploadBytes: 512 * 1024 ** 2,
  /** Of all files together. */
  unpackedBytes: 2 * 1024 ** 3,
  fileBytes: 1024 ** 3,
  /** Files and folders. */
  entries: 20_000,
  /** Unpacked bytes for each byte of the zip: a bomb is far above it, code far below. */
  expansion: 200,
  /** Bytes of a path below the root, in UTF-8. */
  pathBytes: 1024,
  /** Of a repository, with what git keeps of it. */
  repositoryBytes: 1024 ** 3,
} as const;

export type SourceLimits = { readonly [Name in keyof typeof SOURCE_LIMITS]: number };
