/** What the console found in an upload; the files are looked for at its root. */
export type PackageFacts = {
  packageId: string;
  fileName: string;
  sizeBytes: number;
  fileCount: number;
  hasDockerfile: boolean;
  hasPackageJson: boolean;
  hasIndexHtml: boolean;
  hasComposeFile: boolean;
};

/** What will become of uploaded code; the texts are in messages/*.json under `specForm.outcome`. */
export type PackageOutcome =
  | 'dockerfile'
  | 'ownPlace'
  | 'generatedNode'
  | 'generatedStatic'
  | 'asItIsNode'
  | 'asItIsStatic'
  | 'needsDocker'
  | 'compose'
  | 'unknown';

type Place = { dockerfile: string; directory: string };

export function packageOutcome(
  facts: PackageFacts,
  place: Place,
  runner: 'docker' | 'embedded',
): PackageOutcome {
  if (!isRoot(place.directory)) return 'ownPlace';
  if (runner === 'embedded') return embeddedOutcome(facts);
  if (place.dockerfile !== 'Dockerfile') return 'ownPlace';
  if (facts.hasDockerfile) return 'dockerfile';
  if (facts.hasPackageJson) return 'generatedNode';
  if (facts.hasIndexHtml) return 'generatedStatic';
  return facts.hasComposeFile ? 'compose' : 'unknown';
}

function embeddedOutcome(facts: PackageFacts): PackageOutcome {
  if (facts.hasPackageJson) return 'asItIsNode';
  if (facts.hasIndexHtml) return 'asItIsStatic';
  if (facts.hasDockerfile) return 'needsDocker';
  return facts.hasComposeFile ? 'compose' : 'unknown';
}

/** Outcomes that end as a failed build: shown in red before anybody waits for it. */
export function isDeadEnd(outcome: PackageOutcome): boolean {
  return outcome === 'needsDocker' || outcome === 'compose' || outcome === 'unknown';
}

function isRoot(directory: string): boolean {
  return directory.split('/').every((part) => part === '' || part === '.');
}
