import { readdir } from 'node:fs/promises';

/** What the root of some code holds, as the form tells it. */
export type CodeFacts = {
  hasDockerfile: boolean;
  hasPackageJson: boolean;
  hasIndexHtml: boolean;
  hasComposeFile: boolean;
};

/** Names of Docker Compose, the preferred ones first (compose-spec, 03-compose-file). */
const COMPOSE_FILES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

export async function describeCode(folder: string): Promise<CodeFacts> {
  const names = new Set(await readdir(folder));
  return {
    hasDockerfile: names.has('Dockerfile'),
    hasPackageJson: names.has('package.json'),
    hasIndexHtml: names.has('index.html'),
    hasComposeFile: COMPOSE_FILES.some((name) => names.has(name)),
  };
}
