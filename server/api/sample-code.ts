import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { storedZip } from '#server/api/stored-zip.ts';
import { CODE_SAMPLES, type CodeSample } from '#server/domain/sample-code.ts';

/** Below the folder that the console is built in. */
const SAMPLES = 'sample';

/** A sample as a zip whose root is the code's root; null where there is none of this name. */
export function sampleZip(name: string): Buffer | null {
  const sample = CODE_SAMPLES.find((known) => known === name);
  return sample ? storedZip(entriesOf(sample)) : null;
}

function entriesOf(sample: CodeSample) {
  const folder = path.join(process.cwd(), SAMPLES, sample);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({
      path: path.relative(folder, file).replaceAll(path.sep, '/'),
      bytes: readFileSync(file),
    }));
}
