// Images that a test needs to be as they are, made from nothing by the engine itself.
import type { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { NODE } from '#e2e/errors/serving-service.ts';
import { buildImage, type ImagePlan } from '#server/runner/docker/scratch-image.ts';

/** Where a Dockerfile begins that needs nothing from elsewhere. */
export const BASE = 'FROM sample/hello:v1';

/** A step of a Dockerfile that runs this program: the sample has no shell. */
export function runNode(program: string): string {
  return `RUN ${JSON.stringify([NODE, '-e', program])}`;
}

/** An ELF header for IBM System/390, which none of our machines is (System V ABI, e_machine 22). */
const FOREIGN_PROGRAM = '\x7fELF\x02\x01\x01'.padEnd(16, '\0').concat('\x02\0\x16\0').padEnd(120, '\0');

/** Its one program is for another processor. */
export function foreignImage(world: ErrorsWorld): Promise<string> {
  return imageOf(world, 'foreign', {
    from: 'scratch',
    files: [{ kind: 'text', path: '/serve', mode: 0o755, text: FOREIGN_PROGRAM }],
    instructions: ['ENTRYPOINT ["/serve"]'],
  });
}

/** The sample under another name, and with an id of its own. */
export function sampleCopy(world: ErrorsWorld, name: string): Promise<string> {
  return imageOf(world, name, {
    from: 'sample/hello:v1',
    files: [{ kind: 'text', path: '/copy', text: `${name} of ${world.owner}` }],
    instructions: [],
  });
}

async function imageOf(world: ErrorsWorld, name: string, plan: Omit<ImagePlan, 'tag'>): Promise<string> {
  const tag = `cloudberth-errors/${name}:${world.owner}`;
  world.ownImages.push(tag);
  await buildImage(world.engine, { ...plan, tag }, () => {}, AbortSignal.timeout(60_000));
  return tag;
}
